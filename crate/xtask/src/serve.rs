//! A small static server for 127.0.0.1, with an event stream that tells the page of a new build.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use crate::bundle::RELOAD_PATH;
use crate::step::Outcome;

/// Counts builds; the event stream sends a line when it changes.
pub(crate) type Builds = Arc<AtomicU64>;

/// Listens on the port, or on the next one that is free.
pub(crate) fn listen(port: u16) -> Outcome<TcpListener> {
    for port in port..port.saturating_add(100) {
        if let Ok(listener) = TcpListener::bind(("127.0.0.1", port)) {
            return Ok(listener);
        }
    }
    Err(format!("no free port from {port} on").into())
}

/// Serves the folder until the process ends.
pub(crate) fn serve(listener: &TcpListener, folder: &Path, builds: &Builds) -> Outcome {
    for stream in listener.incoming() {
        let Ok(stream) = stream else { continue };
        let (folder, builds) = (folder.to_owned(), Arc::clone(builds));
        // A browser that goes away in the middle of an answer is no failure.
        thread::spawn(move || answer(stream, &folder, &builds).ok());
    }
    Ok(())
}

fn answer(mut stream: TcpStream, folder: &Path, builds: &Builds) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let mut words = request.split(' ');
    let (method, path) = (words.next().unwrap_or(""), words.next().unwrap_or("/"));
    let path = path.split(['?', '#']).next().unwrap_or("/").trim_start_matches('/');
    if method != "GET" && method != "HEAD" {
        return stream.write_all(b"HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }
    if path == RELOAD_PATH {
        return announce(stream, builds);
    }
    let Some(file) = resolve(folder, path) else {
        return stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    };
    let content = fs::read(&file)?;
    let is_index = file.ends_with("index.html");
    let caching = if is_index { "no-cache" } else { "public, max-age=31536000, immutable" };
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: {caching}\r\nConnection: close\r\n\r\n",
        media_type(&file),
        content.len()
    )?;
    if method == "GET" { stream.write_all(&content) } else { Ok(()) }
}

fn announce(mut stream: TcpStream, builds: &Builds) -> std::io::Result<()> {
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\r\n")?;
    let seen = builds.load(Ordering::Relaxed);
    while builds.load(Ordering::Relaxed) == seen {
        thread::sleep(Duration::from_millis(100));
        // Fails once the page is gone, which ends this thread.
        stream.write_all(b":\n\n")?;
    }
    stream.write_all(b"data: reload\n\n")
}

/// The file of a path, or `None` where there is none or the path leads out of the folder.
fn resolve(folder: &Path, path: &str) -> Option<PathBuf> {
    let path = if path.is_empty() { "index.html" } else { path };
    if path.split('/').any(|part| part == ".." || part.contains(['\\', ':'])) {
        return None;
    }
    Some(folder.join(path)).filter(|file| file.is_file())
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert!(resolve(here, "src/serve.rs").is_some());
        assert_eq!(resolve(here, "../../Cargo.toml"), None);
        assert_eq!(resolve(here, "src/..\\Cargo.toml"), None);
    }
}
