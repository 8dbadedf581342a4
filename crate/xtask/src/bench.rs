//! `cargo xtask bench`: how fast the engine and the page are, beside what else reads such files in a browser, or beside an
//! earlier commit.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::bundle::{self, Profile};
use crate::step::{StepResult, cargo, dist, root, sh_in, status, step, target};
use crate::tool;

const PROGRAM: &str = "phases";

/// Builds all that is timed, and times it. `--before COMMIT` times that commit and this one in turn; the other options are
/// those of `tests/bench/run.mjs`.
pub(crate) fn bench(options: &[String]) -> StepResult {
    tool::prepare_build()?;
    tool::npm_packages("tests/e2e")?;
    tool::npm_packages("tests/bench")?;
    let browser = tool::browser()?;
    let (commit, options) = before(options)?;
    let earlier = commit.map(|commit| step(&format!("build {commit}"), || build_at(&commit))).transpose()?;
    step("compile the engine natively", || cargo(&["build", "--release", "-p", "cli", "--example", PROGRAM]))?;
    bundle::build(Profile::Release, None)?;
    step("time everything", || {
        let mut node = Command::new("node");
        node.arg("run.mjs").args(options).current_dir(root().join("tests/bench"));
        node.env("CHROMIUM", browser).env("DIST", dist()).env("NATIVE", program(&target()));
        if let Some((commit, target)) = &earlier {
            node.env("BEFORE", commit).env("DIST_BEFORE", target.join("dist")).env("NATIVE_BEFORE", program(target));
        }
        status(&mut node)
    })
}

/// The commit behind `--before`, and the other options.
fn before(options: &[String]) -> StepResult<(Option<String>, Vec<String>)> {
    let mut others = options.to_vec();
    let Some(place) = others.iter().position(|option| option == "--before") else { return Ok((None, others)) };
    if others.len() < place + 2 {
        return Err("--before takes a commit".into());
    }
    let commit = others.drain(place..place + 2).next_back();
    Ok((commit, others))
}

/// Builds a commit in a checkout of its own, and gives its hash and where its output is.
fn build_at(commit: &str) -> StepResult<(String, PathBuf)> {
    let hash = Command::new("git").args(["rev-parse", "--short", "--verify", commit]).current_dir(root()).output()?;
    let hash = String::from_utf8(hash.stdout)?.trim().to_owned();
    if hash.is_empty() {
        return Err(format!("there is no commit {commit}").into());
    }
    let checkout = target().join("before").join(&hash);
    if !checkout.exists() {
        let path = checkout.to_str().ok_or("the path of the checkout is no text")?;
        sh_in(&root(), "git", &["worktree", "add", "--force", "--detach", path, &hash])?;
    }
    for arguments in [&["xtask", "build"][..], &["build", "--release", "-p", "cli", "--example", PROGRAM]] {
        status(Command::new("cargo").args(arguments).env_remove("CARGO_TARGET_DIR").current_dir(&checkout))?;
    }
    Ok((hash, checkout.join("target")))
}

fn program(target: &Path) -> PathBuf {
    target.join("release/examples").join(PROGRAM).with_extension(std::env::consts::EXE_EXTENSION)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(options: &[&str]) -> StepResult<(Option<String>, Vec<String>)> {
        before(&options.iter().map(|option| (*option).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn the_commit_to_compare_with_is_taken_out_of_the_options() {
        let (commit, others) = told(&["--quick", "--before", "HEAD~1", "--sizes", "10k"]).unwrap();
        assert_eq!(
            (commit.as_deref(), others),
            (Some("HEAD~1"), ["--quick", "--sizes", "10k"].map(str::to_owned).to_vec())
        );
        assert_eq!(told(&["--quick"]).unwrap().0, None);
        assert!(told(&["--before"]).is_err());
    }
}
