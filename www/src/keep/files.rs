//! The seller's files in the browser's own database, each once, by shop and content.
//!
//! Two stores share their keys. A file lies in the first from the moment it is dropped, before anybody knows its digest, and
//! stays there as it is: a browser copies a file's bytes whenever its record is written. What is known of it lies in the
//! second, which is small and changes. Version 1 had the first store alone; what it kept is left untouched where it lies, and
//! belongs to the first shop.

use js_sys::{Array, Reflect};
use protocol::Known;
use rexie::{Index, KeyRange, ObjectStore, Result, Rexie, Store, TransactionMode};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;

use super::shops::ShopId;
use crate::engine::NewFile;

const DATABASE: &str = "zhanggui";
/// `{ name, file }`.
const FILES: &str = "files";
/// `{ shop, digest, again }`; without a digest before the file was read.
const KNOWN: &str = "known";
/// No shop has the same bytes twice.
const BY_CONTENT: &str = "by_content";

/// A file as it lies in the database.
#[derive(Debug)]
pub(super) struct KeptFile {
    pub(super) key: JsValue,
    pub(super) file: NewFile,
    /// Kept by a version that knew files by their names only.
    pub(super) is_of_before: bool,
}

/// Every kept file of a shop, in the order in which they came.
pub(super) async fn all(shop: &ShopId) -> Result<Vec<KeptFile>> {
    within(TransactionMode::ReadOnly, async |files, known| {
        let mut kept = Vec::new();
        for (key, value) in files.scan(None, None, None, None).await? {
            let said = known.get(key.clone()).await?;
            let is_of_before = said.is_none();
            let (of_shop, known) = said.map_or_else(|| (ShopId::first(), Known::default()), |said| known_of(&said));
            if let (true, Some((name, file))) = (of_shop == *shop, file_of(&value)) {
                kept.push(KeptFile { key, file: NewFile { name, known, file }, is_of_before });
            }
        }
        Ok(kept)
    })
    .await
}

/// Keeps a file under the name the seller knows it by; gives its key.
pub(super) async fn add(shop: &ShopId, name: &str, file: &File) -> Result<JsValue> {
    within(TransactionMode::ReadWrite, async |files, known| {
        let key = files.add(&object(&[("name", &name.into()), ("file", file)]), None).await?;
        known.put(&row(shop, &Known::default()), Some(&key)).await?;
        Ok(key)
    })
    .await
}

/// Writes what is known of a kept file. Where the shop has the same bytes under another key, as another tab may have put them
/// there, that one stays and takes the names over. Gives the key under which the file lies now.
pub(super) async fn know(shop: &ShopId, key: &JsValue, name: &str, said: &Known) -> Result<JsValue> {
    within(TransactionMode::ReadWrite, async |files, known| {
        // A file that another tab took out is not brought back by what is known of it.
        if !files.key_exists(key.clone()).await? {
            return Ok(key.clone());
        }
        let Some(other) = same(shop, key, said, files, known).await? else {
            known.put(&row(shop, said), Some(key)).await?;
            return Ok(key.clone());
        };
        let (_, mut of_both) = known
            .get(other.clone())
            .await?
            .map_or_else(|| (shop.clone(), Known { digest: said.digest, ..Known::default() }), |said| known_of(&said));
        of_both.came_again(name);
        said.again.iter().for_each(|name| of_both.came_again(name));
        files.delete(key.clone()).await?;
        known.delete(key.clone()).await?;
        known.put(&row(shop, &of_both), Some(&other)).await?;
        Ok(other)
    })
    .await
}

pub(super) async fn remove(key: &JsValue) -> Result<()> {
    within(TransactionMode::ReadWrite, async |files, known| {
        files.delete(key.clone()).await?;
        known.delete(key.clone()).await
    })
    .await
}

/// Takes out every file of a shop.
pub(super) async fn clear(shop: &ShopId) -> Result<()> {
    within(TransactionMode::ReadWrite, async |files, known| {
        for key in files.get_all_keys(None, None).await? {
            let said = known.get(key.clone()).await?;
            let of_shop = said.map_or_else(ShopId::first, |said| known_of(&said).0);
            if of_shop == *shop {
                files.delete(key.clone()).await?;
                known.delete(key).await?;
            }
        }
        Ok(())
    })
    .await
}

/// One transaction over both stores: all of it is done, or nothing. The database is closed at the end of it, since one that
/// stays open would keep the next version from opening it.
async fn within<T>(mode: TransactionMode, act: impl AsyncFnOnce(&Store, &Store) -> Result<T>) -> Result<T> {
    let database = open().await?;
    let answer = transact(&database, mode, act).await;
    database.close();
    answer
}

async fn transact<T>(
    database: &Rexie,
    mode: TransactionMode,
    act: impl AsyncFnOnce(&Store, &Store) -> Result<T>,
) -> Result<T> {
    let transaction = database.transaction(&[FILES, KNOWN], mode)?;
    let answer = act(&transaction.store(FILES)?, &transaction.store(KNOWN)?).await?;
    transaction.done().await?;
    Ok(answer)
}

async fn open() -> Result<Rexie> {
    // A store that is not named here would be deleted.
    let files = ObjectStore::new(FILES).auto_increment(true);
    let known = ObjectStore::new(KNOWN).add_index(Index::new_array(BY_CONTENT, ["shop", "digest"]).unique(true));
    Rexie::builder(DATABASE).version(2).add_object_store(files).add_object_store(known).build().await
}

/// Another key under which the shop has the same bytes.
async fn same(shop: &ShopId, key: &JsValue, known: &Known, files: &Store, all: &Store) -> Result<Option<JsValue>> {
    let Some(digest) = known.digest else { return Ok(None) };
    let content = Array::of2(&shop.text().into(), &digest.to_string().into());
    let range = KeyRange::only(&content)?;
    for other in all.index(BY_CONTENT)?.get_all_keys(Some(range), None).await? {
        if other == *key {
            continue;
        }
        if files.key_exists(other.clone()).await? {
            return Ok(Some(other));
        }
        // What is known of a file that is gone stands in nobody's way.
        all.delete(other).await?;
    }
    Ok(None)
}

fn object(properties: &[(&str, &JsValue)]) -> js_sys::Object {
    let object = js_sys::Object::new();
    for (name, value) in properties {
        // Setting a property of a fresh object does not fail.
        Reflect::set(&object, &(*name).into(), value).ok();
    }
    object
}

fn row(shop: &ShopId, known: &Known) -> js_sys::Object {
    let again: Array = known.again.iter().map(|name| JsValue::from(name.as_str())).collect();
    let row = object(&[("shop", &shop.text().into()), ("again", &again)]);
    if let Some(digest) = known.digest {
        Reflect::set(&row, &"digest".into(), &digest.to_string().into()).ok();
    }
    row
}

fn file_of(value: &JsValue) -> Option<(String, File)> {
    let name = Reflect::get(value, &"name".into()).ok()?.as_string()?;
    let file = Reflect::get(value, &"file".into()).ok()?.dyn_into().ok()?;
    Some((name, file))
}

fn known_of(row: &JsValue) -> (ShopId, Known) {
    let part = |name: &str| Reflect::get(row, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let digest = part("digest").as_string().and_then(|text| analytics::dataset::Digest::parse(&text));
    let again = part("again").dyn_into::<Array>().unwrap_or_default();
    let again = again.iter().filter_map(|name| name.as_string()).collect();
    (part("shop").as_string().map_or_else(ShopId::first, ShopId::read), Known { digest, again })
}
