//! A report in the fragment of an address, which no browser sends to a server.
//!
//! The text is base64url without padding of: the version (1 byte), whether it is sealed (1 byte), the length of the body (4
//! bytes, little-endian), the body. An open body is the report in `postcard`, as a zlib stream, whose checksum says whether
//! it arrived whole. A sealed body is salt (16 bytes), nonce (12 bytes) and that stream under AES-256-GCM, its key derived
//! from the pass-phrase by PBKDF2 with SHA-256 in [`ITERATIONS`] rounds; the browser does that, not this crate.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use serde::{Deserialize, Serialize};

use super::report::{SharedReport, Version1, Version2};

/// What the fragment of a shared report begins with.
pub const PREFIX: &str = "#r=";
/// The last version. Every one is read, and the first that holds a report is written: whoever has an older page reads it.
const LAST: u8 = 2;
/// OWASP's figure of 2023 for PBKDF2 with HMAC-SHA-256. Part of the version: another figure is another version.
pub const ITERATIONS: u32 = 600_000;
/// Bytes of the salt of a sealed report.
pub const SALT: usize = 16;
/// Bytes of the nonce of a sealed report.
pub const NONCE: usize = 12;

const HEAD: usize = 6;
const SMALLEST: u8 = 10;
/// No report of ours is larger; a stream that would be is somebody's joke.
const LARGEST: usize = 1 << 20;

/// A report in as few bytes as can be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packed {
    /// In whose form it lies in them.
    pub version: u8,
    /// The zlib stream.
    pub stream: Vec<u8>,
}

/// What a link holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sealing {
    /// A packed report, to be read by [`unpack`].
    Open(Packed),
    /// One under a pass-phrase.
    Sealed {
        /// Of the report under it.
        version: u8,
        /// For the derivation of the key.
        salt: [u8; SALT],
        /// For the cipher.
        nonce: [u8; NONCE],
        /// With its tag.
        ciphertext: Vec<u8>,
    },
}

/// Why a link cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// It has other characters than ours, or a beginning that makes no sense.
    NotOurs,
    /// A part is missing: chats cut long addresses.
    Cut,
    /// A later version of this page made it.
    Later(u8),
    /// It is whole in length and wrong in content.
    Damaged,
}

/// The report in as few bytes as can be; the same report gives the same bytes.
pub fn pack(report: &SharedReport) -> Packed {
    // Writing to memory fails on nothing that these types hold.
    let (version, plain) = if report.brand.is_empty() {
        (1, postcard::to_allocvec(&Version1::from(report)))
    } else {
        (2, postcard::to_allocvec::<Version2>(report))
    };
    Packed { version, stream: compress_to_vec_zlib(&plain.unwrap_or_default(), SMALLEST) }
}

/// What [`pack`] wrote.
///
/// # Errors
/// The bytes are damaged, or no report.
pub fn unpack(packed: &Packed) -> Result<SharedReport, LinkError> {
    let plain = decompress_to_vec_zlib_with_limit(&packed.stream, LARGEST).map_err(|_| LinkError::Damaged)?;
    let report = match packed.version {
        1 => postcard::from_bytes::<Version1>(&plain).map(SharedReport::from),
        2 => postcard::from_bytes::<Version2>(&plain),
        later => return Err(LinkError::Later(later)),
    };
    report.ok().filter(SharedReport::is_within_limits).ok_or(LinkError::Damaged)
}

/// The fragment with its `#`.
pub fn fragment(sealing: &Sealing) -> String {
    let (version, is_sealed, body) = match sealing {
        Sealing::Open(packed) => (packed.version, 0, packed.stream.clone()),
        Sealing::Sealed { version, salt, nonce, ciphertext } => {
            (*version, 1, [&salt[..], &nonce[..], ciphertext].concat())
        }
    };
    let length = u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes();
    let bytes = [&[version, is_sealed][..], &length, &body].concat();
    format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes))
}

/// What the fragment holds. Characters that chats put behind an address are passed over.
///
/// # Errors
/// Nothing that [`fragment`] wrote, or not all of it.
pub fn parse(fragment: &str) -> Result<Sealing, LinkError> {
    let text = fragment.strip_prefix(PREFIX).ok_or(LinkError::NotOurs)?;
    let is_ours = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
    let end = text.find(|character| !is_ours(character)).unwrap_or(text.len());
    let mut text = text.get(..end).unwrap_or_default();
    if text.is_empty() {
        return Err(LinkError::NotOurs);
    }
    // One character too few for a byte is what a cut leaves.
    if text.len() % 4 == 1 {
        text = text.get(..text.len() - 1).unwrap_or_default();
    }
    let bytes = lenient().decode(text).map_err(|_| LinkError::NotOurs)?;
    let Some((&[version, is_sealed, ..], _)) = bytes.split_first_chunk::<HEAD>() else { return Err(LinkError::Cut) };
    if version > LAST {
        return Err(LinkError::Later(version));
    }
    let length = bytes.get(2..HEAD).and_then(|length| length.try_into().ok()).map_or(0, u32::from_le_bytes);
    let body = bytes.get(HEAD..).unwrap_or_default();
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    if body.len() < length {
        return Err(LinkError::Cut);
    }
    let body = body.get(..length).unwrap_or_default();
    match (version, is_sealed) {
        (1..=LAST, 0) => Ok(Sealing::Open(Packed { version, stream: body.to_vec() })),
        (1..=LAST, 1) => {
            let (salt, rest) = body.split_first_chunk().ok_or(LinkError::Damaged)?;
            let (nonce, ciphertext) = rest.split_first_chunk().ok_or(LinkError::Damaged)?;
            Ok(Sealing::Sealed { version, salt: *salt, nonce: *nonce, ciphertext: ciphertext.to_vec() })
        }
        _ => Err(LinkError::NotOurs),
    }
}

/// Reads also what was cut in the middle of three bytes.
fn lenient() -> base64::engine::GeneralPurpose {
    use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
    let config = GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone);
    GeneralPurpose::new(&base64::alphabet::URL_SAFE, config)
}

/// The text as the modules of a QR code, row by row, dark ones true. `None` where it is too long for one that a telephone
/// reads from a screen.
pub fn qr(text: &str) -> Option<Vec<Vec<bool>>> {
    // Version 25 has 117 modules a side: at 350 px each is three pixels, which cameras still tell apart.
    const MOST_MODULES: usize = 117;
    let code = qrcode::QrCode::with_error_correction_level(text, qrcode::EcLevel::L).ok()?;
    let width = code.width();
    let rows: Vec<Vec<bool>> = code
        .to_colors()
        .chunks(width)
        .map(|row| row.iter().map(|color| *color == qrcode::Color::Dark).collect())
        .collect();
    (width <= MOST_MODULES).then_some(rows)
}
