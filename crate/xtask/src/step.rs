//! Steps that say what they do and how long it took, and where things are.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Instant;

pub(crate) type StepResult<T = ()> = Result<T, Box<dyn Error>>;

/// The root of the checkout.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Cargo's target directory.
pub(crate) fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(directory) => root().join(directory),
        None => root().join("target"),
    }
}

pub(crate) fn dist() -> PathBuf {
    target().join("dist")
}

/// Runs a step and says how long it took.
pub(crate) fn step<T>(what: &str, work: impl FnOnce() -> StepResult<T>) -> StepResult<T> {
    println!("→ {what}");
    let start = Instant::now();
    let result = work();
    let mark = if result.is_ok() { "✓" } else { "✗" };
    println!("{mark} {what}  {:.1} s", start.elapsed().as_secs_f64());
    result.map_err(|error| format!("{what}: {error}").into())
}

/// Does two things at once, each on one core.
pub(crate) fn at_once<A: Send, B>(
    first: impl FnOnce() -> StepResult<A> + Send,
    second: impl FnOnce() -> StepResult<B>,
) -> StepResult<(A, B)> {
    thread::scope(|scope| {
        let first = scope.spawn(|| first().map_err(|error| error.to_string()));
        let second = second();
        let first = first.join().map_err(|_| "a step panicked")??;
        Ok((first, second?))
    })
}

/// Runs a program from the root, its output on ours.
pub(crate) fn sh(program: &str, arguments: &[&str]) -> StepResult {
    sh_in(&root(), program, arguments)
}

pub(crate) fn sh_in(directory: &Path, program: &str, arguments: &[&str]) -> StepResult {
    status(Command::new(program).args(arguments).current_dir(directory))
}

/// The cargo that started this task, so that the toolchain stays the same.
pub(crate) fn cargo(arguments: &[&str]) -> StepResult {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    sh(&cargo, arguments)
}

pub(crate) fn status(command: &mut Command) -> StepResult {
    let shown = command.get_program().to_string_lossy().into_owned();
    let status = command.status().map_err(|error| format!("`{shown}` could not be started ({error})"))?;
    if status.success() { Ok(()) } else { Err(format!("`{shown}` ended with {status}").into()) }
}

/// The first of the programs that can be found on the path.
pub(crate) fn find_program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    names
        .iter()
        .find_map(|name| std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file()))
}
