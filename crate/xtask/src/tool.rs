//! What the tasks need, fetched where it is missing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::step::{StepResult, find_program, root, sh, sh_in, step};

pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";
const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// The wasm target and the npm packages of the build.
pub(crate) fn prepare_build() -> StepResult {
    wasm_target()?;
    npm_packages("www")
}

fn wasm_target() -> StepResult {
    let libraries = Command::new("rustc").args(["--print", "target-libdir", "--target", WASM_TARGET]).output()?;
    let folder = PathBuf::from(String::from_utf8_lossy(&libraries.stdout).trim());
    if folder.is_dir() {
        return Ok(());
    }
    step("install the wasm32 target", || sh("rustup", &["target", "add", WASM_TARGET]))
}

/// Installs the pinned packages of a folder, unless its lock file is unchanged since the last time.
pub(crate) fn npm_packages(folder: &str) -> StepResult {
    let folder = root().join(folder);
    let lock = fs::read(folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let shown = folder.strip_prefix(root()).unwrap_or(&folder).display().to_string();
    step(&format!("install npm packages of {shown}"), || {
        if find_program(&["npm", "npm.cmd"]).is_none() {
            return Err("npm was not found; install Node 20 or later from https://nodejs.org and run this again".into());
        }
        sh_in(&folder, "npm", &["ci", "--no-audit", "--no-fund", "--loglevel=error"])?;
        Ok(fs::write(&stamp, lock)?)
    })
}

/// The browser of the browser tests: `CHROMIUM`, or an installed one, or on Debian one that is installed now.
pub(crate) fn browser() -> StepResult<PathBuf> {
    if let Some(chosen) = std::env::var_os("CHROMIUM") {
        let chosen = PathBuf::from(chosen);
        return if chosen.is_file() { Ok(chosen) } else { Err("CHROMIUM names a file that does not exist".into()) };
    }
    if let Some(found) = find_program(BROWSERS).or_else(|| macos_browser().filter(|path| path.is_file())) {
        return Ok(found);
    }
    if find_program(&["apt-get"]).is_none() {
        return Err("the browser tests need Chromium or Chrome: install one (Fedora: dnf install chromium; \
                    macOS: brew install --cask chromium; Windows: winget install Google.Chrome), \
                    or set CHROMIUM to the program's full path"
            .into());
    }
    step("install Chromium and Chinese fonts through apt", install_with_apt)?;
    find_program(BROWSERS).ok_or_else(|| "apt installed no program named chromium; set CHROMIUM to its path".into())
}

fn macos_browser() -> Option<PathBuf> {
    cfg!(target_os = "macos").then(|| Path::new("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome").into())
}

fn install_with_apt() -> StepResult {
    let apt = |arguments: &[&str]| {
        let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.starts_with(b"0\n"));
        let words = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"].iter().chain(arguments).copied();
        let sudo = ["-n"].iter().copied().chain(words.clone());
        if is_root { sh("env", &words.skip(1).collect::<Vec<_>>()) } else { sh("sudo", &sudo.collect::<Vec<_>>()) }
    };
    apt(&["update", "-qq"])?;
    apt(&["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-cjk"]).map_err(|error| {
        format!("{error}; install the packages chromium and fonts-noto-cjk yourself and run this again").into()
    })
}
