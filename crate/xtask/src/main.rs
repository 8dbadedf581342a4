//! Every developer task: `cargo xtask run | build | test`.
//!
//! What a task needs and can be fetched by it (the wasm target, npm packages, a browser on Debian), it fetches.
#![allow(clippy::disallowed_methods, reason = "a task says how long it took; nothing it measures enters a result")]

mod bench;
mod binary;
mod brand;
mod bundle;
mod check;
mod fixtures;
mod name;
mod run;
mod serve;
mod step;
mod tool;
mod watch;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use brand::Brand;
use lexopt::Parser;
use lexopt::prelude::*;
use step::StepResult;

const HELP: &str = "\
cargo xtask run   [--dev] [--port N] [--brand FILE]
                                       build the page, serve it on 127.0.0.1 and open it
                                       --dev: quick builds, rebuild and reload on every change
cargo xtask build [--dev] [--brand FILE]
                                       write the page to target/dist, ready for any static host
                                       --brand: under a name, a colour and a logo of your own (www/hosting/README.md)
cargo xtask test                       everything: format, lints, native tests, build, browser tests
cargo xtask fixtures [--seed N] [--lines N] --out DIR
                                       write a shop made from a seed: its exports, its settings, and the truth about it
cargo xtask bench [--sizes 10k,1m] [--only files|changes|customers|lighthouse] [--quick] [--before COMMIT]
                                       time engine and page beside other readers, and write the README's table
                                       --quick: one run of small files, and nothing is written
                                       --before: instead, this build and that commit's in turn
";

fn main() -> ExitCode {
    match task(Parser::from_env()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn task(mut arguments: Parser) -> StepResult {
    let task = match arguments.next()? {
        Some(Value(task)) => task.string()?,
        None | Some(Long("help") | Short('h')) => "help".to_owned(),
        Some(other) => return Err(wrong(&other.unexpected())),
    };
    match task.as_str() {
        "run" | "build" | "test" => of_the_page(&task, arguments),
        // Both are programs of their own, which know their options.
        "fixtures" => fixtures::fixtures(&rest(&mut arguments)?),
        "bench" => bench::bench(&rest(&mut arguments)?),
        "help" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("`{other}` is no task\n\n{HELP}").into()),
    }
}

fn of_the_page(task: &str, mut arguments: Parser) -> StepResult {
    let mut profile = bundle::Profile::Release;
    let mut port = 8080;
    let mut brand = None;
    while let Some(argument) = arguments.next().map_err(|error| wrong(&error))? {
        match argument {
            Long("dev") => profile = bundle::Profile::Dev,
            Long("port") => {
                let number = arguments.value().and_then(|text| text.parse());
                port = number.map_err(|_| "--port needs a number")?;
            }
            Long("brand") if task != "test" => {
                let file = arguments.value().map_err(|error| wrong(&error))?;
                brand = Some(Brand::read(Path::new(&file))?);
            }
            other => return Err(wrong(&other.unexpected())),
        }
    }
    let brand = brand.as_ref();
    match task {
        "run" => run::run(profile, port, brand),
        "build" => {
            tool::prepare_build()?;
            bundle::build(profile, brand)?;
            Ok(())
        }
        _ => check::test(),
    }
}

fn wrong(error: &lexopt::Error) -> Box<dyn Error> {
    format!("{error}\n\n{HELP}").into()
}

/// What is left, as it was written.
fn rest(arguments: &mut Parser) -> StepResult<Vec<String>> {
    Ok(arguments.raw_args()?.map(ValueExt::string).collect::<Result<_, _>>()?)
}
