//! `cargo xtask test`: everything that has to hold, in the order in which it fails fastest.

use std::process::Command;

use crate::bundle::{self, Profile};
use crate::step::{StepResult, cargo, dist, root, status, step};
use crate::tool;

pub(crate) fn test() -> StepResult {
    step("format", || cargo(&["fmt", "--all", "--check"]))?;
    tool::prepare_build()?;
    tool::npm_packages("tests/e2e")?;
    let browser = tool::browser()?;
    // Nothing of ours is compiled for wasm32 alone, so natively every line of the page is seen as well.
    step("lints", || cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    // The geometry and the wording of the page are plain functions, so they are tested natively too.
    step("native tests", || cargo(&["test", "--quiet", "--workspace"]))?;
    bundle::build(Profile::Release, None)?;
    step("browser tests", || {
        let mut node = Command::new("node");
        node.arg("run.mjs").current_dir(root().join("tests/e2e"));
        status(node.env("CHROMIUM", browser).env("DIST", dist()))
    })
}
