//! `cargo xtask test`: everything that has to hold, in the order in which it fails fastest.

use std::process::Command;

use crate::bundle::{self, Profile};
use crate::step::{Outcome, cargo, dist, root, status, step};
use crate::tool;

const WASM: &[&str] = &["--target", "wasm32-unknown-unknown", "-p", "www", "-p", "worker"];
const NATIVE: &[&str] = &["--workspace", "--exclude", "www", "--exclude", "worker"];
const DENY: &[&str] = &["--", "-D", "warnings"];

pub(crate) fn test() -> Outcome {
    step("format", || cargo(&["fmt", "--all", "--check"]))?;
    tool::prepare_build()?;
    tool::npm_packages("tests/e2e")?;
    let browser = tool::browser()?;
    step("lints, native", || cargo(&[&["clippy", "--quiet"], NATIVE, &["--all-targets"], DENY].concat()))?;
    step("lints, wasm32", || cargo(&[&["clippy", "--quiet"], WASM, DENY].concat()))?;
    // The geometry and the wording of the page are plain functions, so they are tested natively too.
    step("native tests", || cargo(&["test", "--quiet", "--workspace"]))?;
    bundle::build(Profile::Release)?;
    step("browser tests", || {
        let mut node = Command::new("node");
        node.arg("run.mjs").current_dir(root().join("tests/e2e"));
        status(node.env("CHROMIUM", browser).env("DIST", dist()))
    })
}
