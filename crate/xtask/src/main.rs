//! Every developer task: `cargo xtask run | build | test`.
//!
//! What a task needs and can be fetched by it (the wasm target, npm packages, a browser on Debian), it fetches.
#![allow(clippy::disallowed_methods, reason = "a task says how long it took; nothing it measures enters a result")]

mod bench;
mod binary;
mod bundle;
mod check;
mod fixtures;
mod name;
mod run;
mod serve;
mod step;
mod tool;
mod watch;

use std::process::ExitCode;

use step::Outcome;

const HELP: &str = "\
cargo xtask run   [--dev] [--port N]   build the page, serve it on 127.0.0.1 and open it
                                       --dev: quick builds, rebuild and reload on every change
cargo xtask build [--dev]              write the page to target/dist, ready for any static host
cargo xtask test                       everything: format, lints, native tests, build, browser tests
cargo xtask fixtures [--seed N] [--lines N] --out DIR
                                       write a shop made from a seed: its exports, its settings, and the truth about it
cargo xtask bench [--sizes 10k,1m] [--only files|customers] [--quick]
                                       time engine and page beside other readers, and write the README's table
                                       --quick: one run of small files, and nothing is written
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match task(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn task(arguments: &[String]) -> Outcome {
    let Some((task, options)) = arguments.split_first() else {
        print!("{HELP}");
        return Ok(());
    };
    if task == "fixtures" {
        return fixtures::fixtures(options);
    }
    if task == "bench" {
        return bench::bench(options);
    }
    let mut profile = bundle::Profile::Release;
    let mut port = 8080;
    let mut options = options.iter();
    while let Some(option) = options.next() {
        match option.as_str() {
            "--dev" => profile = bundle::Profile::Dev,
            "--port" => port = options.next().and_then(|text| text.parse().ok()).ok_or("--port needs a number")?,
            other => return Err(format!("`{other}` is no option\n\n{HELP}").into()),
        }
    }
    match task.as_str() {
        "run" => run::run(profile, port),
        "build" => {
            tool::prepare_build()?;
            bundle::build(profile)?;
            Ok(())
        }
        "test" => check::test(),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("`{other}` is no task\n\n{HELP}").into()),
    }
}
