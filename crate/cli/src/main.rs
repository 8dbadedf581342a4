//! `zhanggui`: the engine of the page without the page, for scheduled reports and for tests.

mod analyze;
mod arguments;

use std::process::ExitCode;

use crate::arguments::Command;

fn main() -> ExitCode {
    match arguments::parse(std::env::args_os().skip(1)) {
        Ok(Command::Analyze(arguments)) => analyze::run(&arguments),
        Ok(Command::Config) => {
            print!("{}", analytics::config::DEFAULT_TOML);
            ExitCode::SUCCESS
        }
        Ok(Command::Help) => {
            print!("{}", arguments::HELP);
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("zhanggui: {problem}\n\n{}", arguments::HELP);
            ExitCode::from(2)
        }
    }
}
