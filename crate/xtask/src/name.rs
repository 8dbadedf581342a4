//! File names that change with their content, so that a static host may let browsers keep them for ever.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The files of a build, by their path below its folder, with `/` between parts.
#[derive(Debug, Default)]
pub(crate) struct Site {
    files: BTreeMap<String, Vec<u8>>,
}

impl Site {
    /// Adds a file under a name that carries the hash of its content, and returns that name.
    pub(crate) fn add(&mut self, path: &str, content: Vec<u8>) -> String {
        let path = hashed(path, &content);
        self.files.insert(path.clone(), content);
        path
    }

    /// Adds a file under exactly this name.
    pub(crate) fn add_plain(&mut self, path: &str, content: Vec<u8>) {
        self.files.insert(path.to_owned(), content);
    }

    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Size in bytes of every file.
    pub(crate) fn sizes(&self) -> impl Iterator<Item = (&str, usize)> {
        self.files.iter().map(|(path, content)| (path.as_str(), content.len()))
    }

    /// Writes the files and takes away whatever else was in the folder.
    pub(crate) fn write(&self, folder: &Path) -> io::Result<()> {
        for (path, content) in &self.files {
            let file = folder.join(path);
            if let Some(parent) = file.parent() {
                fs::create_dir_all(parent)?;
            }
            if fs::read(&file).is_ok_and(|present| present == *content) {
                continue;
            }
            fs::write(file, content)?;
        }
        for file in files_below(folder)? {
            let path = relative(folder, &file);
            if !self.files.contains_key(&path) {
                fs::remove_file(file)?;
            }
        }
        Ok(())
    }
}

/// Every file below a folder, in the order of their paths.
pub(crate) fn files_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The path below a folder, with `/` between parts on every system.
pub(crate) fn relative(folder: &Path, file: &Path) -> String {
    let path = file.strip_prefix(folder).unwrap_or(file);
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn hashed(path: &str, content: &[u8]) -> String {
    let hash = short_hash(content);
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let slash = if folder.is_empty() { "" } else { "/" };
    let dot = if extension.is_empty() { "" } else { "." };
    format!("{folder}{slash}{stem}-{hash:08x}{dot}{extension}")
}

/// FNV-1a of 64 bits, folded to 32: it tells builds apart, it protects nothing.
pub(crate) fn short_hash(content: &[u8]) -> u32 {
    let hash = content
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let folded = hash ^ (hash >> 32);
    u32::try_from(folded & u64::from(u32::MAX)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_carries_the_hash_of_its_content() {
        let name = hashed("sample/orders.xlsx", b"rows");
        assert!(name.starts_with("sample/orders-") && name.ends_with(".xlsx"), "{name}");
        assert_eq!(name.len(), "sample/orders-12345678.xlsx".len());
        assert_ne!(name, hashed("sample/orders.xlsx", b"other rows"));
        assert_eq!(hashed("LICENSE", b"").len(), "LICENSE-12345678".len());
    }
}
