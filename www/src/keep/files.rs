//! The seller's files in the browser's own database.

use js_sys::Reflect;
use rexie::{ObjectStore, Result, Rexie, TransactionMode};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;

const DATABASE: &str = "zhanggui";
const FILES: &str = "files";

/// Every kept file with its key, in the order in which they came.
pub(super) async fn all() -> Result<Vec<(JsValue, (String, File))>> {
    let database = open().await?;
    let transaction = database.transaction(&[FILES], TransactionMode::ReadOnly)?;
    let rows = transaction.store(FILES)?.scan(None, None, None, None).await?;
    transaction.done().await?;
    Ok(rows.into_iter().filter_map(|(key, value)| Some((key, file_of(&value)?))).collect())
}

/// Keeps a file under the name the seller knows it by; gives its key.
pub(super) async fn add(name: &str, file: &File) -> Result<JsValue> {
    let value = js_sys::Object::new();
    // Setting a property of a fresh object does not fail.
    Reflect::set(&value, &"name".into(), &name.into()).ok();
    Reflect::set(&value, &"file".into(), file).ok();
    let database = open().await?;
    let transaction = database.transaction(&[FILES], TransactionMode::ReadWrite)?;
    let key = transaction.store(FILES)?.add(&value, None).await?;
    transaction.done().await?;
    Ok(key)
}

pub(super) async fn remove(key: &JsValue) -> Result<()> {
    let database = open().await?;
    let transaction = database.transaction(&[FILES], TransactionMode::ReadWrite)?;
    transaction.store(FILES)?.delete(key.clone()).await?;
    transaction.done().await?;
    Ok(())
}

pub(super) async fn clear() -> Result<()> {
    let database = open().await?;
    let transaction = database.transaction(&[FILES], TransactionMode::ReadWrite)?;
    transaction.store(FILES)?.clear().await?;
    transaction.done().await?;
    Ok(())
}

async fn open() -> Result<Rexie> {
    Rexie::builder(DATABASE).version(1).add_object_store(ObjectStore::new(FILES).auto_increment(true)).build().await
}

fn file_of(value: &JsValue) -> Option<(String, File)> {
    let name = Reflect::get(value, &"name".into()).ok()?.as_string()?;
    let file = Reflect::get(value, &"file".into()).ok()?.dyn_into().ok()?;
    Some((name, file))
}
