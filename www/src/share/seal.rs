//! A pass-phrase over a report, by the browser's own cryptography: PBKDF2 and AES-GCM, as [`link`] says.

use export::shared::link::{self, ITERATIONS, NONCE, Packed, SALT, Sealing};
use js_sys::{Array, Object, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

/// Why a report could not be sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SealError {
    /// Browsers have cryptography for pages from https and from this computer only.
    NoCryptography,
    /// The pass-phrase is another one, or the report was changed on its way.
    WrongPassphrase,
}

/// Puts a packed report under a pass-phrase, with a salt and a nonce drawn for it.
pub(super) async fn seal(packed: &Packed, passphrase: &str) -> Result<Sealing, SealError> {
    let crypto = window().crypto().map_err(|_| SealError::NoCryptography)?;
    let (mut salt, mut nonce) = ([0_u8; SALT], [0_u8; NONCE]);
    for bytes in [&mut salt[..], &mut nonce[..]] {
        crypto.get_random_values_with_u8_array(bytes).map_err(|_| SealError::NoCryptography)?;
    }
    let subtle = subtle()?;
    let key = key(&subtle, passphrase, &salt, "encrypt").await?;
    let promise = subtle.encrypt_with_object_and_u8_array(&aes(&nonce), &key, &packed.stream);
    let sealed = settled(promise).await.ok_or(SealError::NoCryptography)?;
    Ok(Sealing::Sealed { version: packed.version, salt, nonce, ciphertext: Uint8Array::new(&sealed).to_vec() })
}

/// The packed report under it.
pub(super) async fn open(sealing: &Sealing, passphrase: &str) -> Result<Packed, SealError> {
    let (version, salt, nonce, ciphertext) = match sealing {
        Sealing::Open(packed) => return Ok(packed.clone()),
        Sealing::Sealed { version, salt, nonce, ciphertext } => (*version, salt, nonce, ciphertext),
    };
    let subtle = subtle()?;
    let key = key(&subtle, passphrase, salt, "decrypt").await?;
    let promise = subtle.decrypt_with_object_and_u8_array(&aes(nonce), &key, ciphertext);
    let opened = settled(promise).await.ok_or(SealError::WrongPassphrase)?;
    Ok(Packed { version, stream: Uint8Array::new(&opened).to_vec() })
}

/// The fragment of a report, under a pass-phrase where there is one.
pub(super) async fn fragment(packed: Packed, passphrase: &str) -> Result<String, SealError> {
    let sealing = if passphrase.is_empty() { Sealing::Open(packed) } else { seal(&packed, passphrase).await? };
    Ok(link::fragment(&sealing))
}

fn subtle() -> Result<SubtleCrypto, SealError> {
    let crypto = window().crypto().map_err(|_| SealError::NoCryptography)?;
    // It is not there on a page from plain http.
    let subtle: JsValue = Reflect::get(&crypto, &"subtle".into()).unwrap_or_default();
    if subtle.is_undefined() { Err(SealError::NoCryptography) } else { Ok(subtle.unchecked_into()) }
}

async fn key(subtle: &SubtleCrypto, passphrase: &str, salt: &[u8], usage: &str) -> Result<CryptoKey, SealError> {
    let of_words = subtle.import_key_with_str(
        "raw",
        &Uint8Array::from(composed(passphrase).as_bytes()),
        "PBKDF2",
        false,
        &Array::of1(&"deriveKey".into()),
    );
    let of_words: CryptoKey = settled(of_words).await.ok_or(SealError::NoCryptography)?.unchecked_into();
    let derivation = object(&[
        ("name", "PBKDF2".into()),
        ("hash", "SHA-256".into()),
        ("salt", Uint8Array::from(salt).into()),
        ("iterations", ITERATIONS.into()),
    ]);
    let cipher = object(&[("name", "AES-GCM".into()), ("length", 256.into())]);
    let usages = Array::of1(&usage.into());
    let key = subtle.derive_key_with_object_and_object(&derivation, &of_words, &cipher, false, &usages);
    Ok(settled(key).await.ok_or(SealError::NoCryptography)?.unchecked_into())
}

/// One way to write each letter: telephones and desktops write accents otherwise.
fn composed(passphrase: &str) -> String {
    js_sys::JsString::from(passphrase).normalize("NFC").into()
}

fn aes(nonce: &[u8]) -> Object {
    object(&[("name", "AES-GCM".into()), ("iv", Uint8Array::from(nonce).into())])
}

fn object(entries: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in entries {
        // A plain object takes every property.
        Reflect::set(&object, &(*name).into(), value).ok();
    }
    object
}

async fn settled(promise: Result<js_sys::Promise, JsValue>) -> Option<JsValue> {
    JsFuture::from(promise.ok()?).await.ok()
}
