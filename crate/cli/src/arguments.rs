//! What was asked for on the command line. It is taken apart by `lexopt`: one crate of its own and 29 KB of program, where
//! `clap` is ten and 390 KB and answers a wrong option with a paragraph.

use std::ffi::OsString;
use std::path::PathBuf;

use analytics::Day;
use lexopt::Parser;
use lexopt::prelude::*;

pub(crate) const HELP: &str = "\
zhanggui analyze FILE... --json [--config FILE] [--mapping FILE] [--as-of YYYY-MM-DD] [--orders]
    Reads the exports and prints what every SKU earns, as one JSON object.
    --config FILE      settings that differ from the defaults, in TOML or JSON
    --mapping FILE     which columns mean what, for files that are not recognised (JSON)
    --as-of DAY        the day of analysis; without it the latest day that the bulk of the orders leads to
    --orders           the profit of every order too
    Ends with 0 when at least one file was read, with 2 when none was.
zhanggui config
    Prints all settings with their defaults, units and comments.
";

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Analyze(Arguments),
    Config,
    Help,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    pub(crate) files: Vec<PathBuf>,
    pub(crate) config: Option<PathBuf>,
    pub(crate) mapping: Option<PathBuf>,
    pub(crate) as_of: Option<Day>,
    pub(crate) orders: bool,
}

/// Reads the arguments after the program's name.
///
/// # Errors
/// A sentence that says which argument is wrong.
pub(crate) fn parse<I>(arguments: I) -> Result<Command, String>
where
    I: IntoIterator<Item = OsString>,
{
    read(Parser::from_args(arguments)).map_err(sentence)
}

fn read(mut parser: Parser) -> Result<Command, lexopt::Error> {
    match parser.next()? {
        None | Some(Long("help") | Short('h')) => Ok(Command::Help),
        Some(Value(command)) => match command.to_str() {
            Some("analyze") => analyze(parser),
            Some("config") => Ok(Command::Config),
            Some("help") => Ok(Command::Help),
            _ => Err(format!("`{}` is no command", command.display()).into()),
        },
        Some(other) => Err(other.unexpected()),
    }
}

fn analyze(mut parser: Parser) -> Result<Command, lexopt::Error> {
    let mut arguments = Arguments::default();
    while let Some(argument) = parser.next()? {
        match argument {
            // The one form of output there is; named so that another can come.
            Long("json") => {}
            Long("orders") => arguments.orders = true,
            Long("config") => arguments.config = Some(value(&mut parser, "--config")?.into()),
            Long("mapping") => arguments.mapping = Some(value(&mut parser, "--mapping")?.into()),
            Long("as-of") => {
                let day = value(&mut parser, "--as-of")?.string()?;
                let read = Day::parse(&day).ok_or_else(|| format!("`{day}` is not a day like 2026-06-30"))?;
                arguments.as_of = Some(read);
            }
            Long("help") | Short('h') => return Ok(Command::Help),
            Value(file) => arguments.files.push(file.into()),
            other => return Err(other.unexpected()),
        }
    }
    if arguments.files.is_empty() {
        return Err("analyze needs at least one file".into());
    }
    Ok(Command::Analyze(arguments))
}

/// An option's value, which is not the empty one of `--config=` either.
fn value(parser: &mut Parser, option: &str) -> Result<OsString, lexopt::Error> {
    let value = parser.value()?;
    if value.is_empty() { Err(lexopt::Error::MissingValue { option: Some(option.to_owned()) }) } else { Ok(value) }
}

/// One line that names the argument.
fn sentence(error: lexopt::Error) -> String {
    match error {
        lexopt::Error::UnexpectedOption(option) => format!("`{option}` is no option"),
        lexopt::Error::UnexpectedValue { option, .. } => format!("{option} takes no value"),
        lexopt::Error::MissingValue { option: Some(option) } => format!("{option} needs a value"),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Result<Command, &str>) {
        let found = parse(line.split_whitespace().map(OsString::from));
        assert_eq!(found, expected.map_err(str::to_owned), "{line}");
    }

    #[test]
    fn the_command_line_is_understood() {
        check("config", Ok(Command::Config));
        check("", Ok(Command::Help));
        let files = vec![PathBuf::from("a.csv"), PathBuf::from("b.xlsx")];
        let as_of = Day::parse("2026-06-30");
        let arguments = Arguments { files, as_of, orders: true, ..Arguments::default() };
        check("analyze a.csv --json --as-of 2026-06-30 --orders b.xlsx", Ok(Command::Analyze(arguments)));
        let arguments = Arguments { files: vec!["a=b.csv".into(), "--x".into()], as_of, ..Arguments::default() };
        let arguments = Arguments { config: Some("s=1.toml".into()), mapping: Some("m.json".into()), ..arguments };
        let line = "analyze --config=s=1.toml a=b.csv --mapping=m.json --as-of=2026-06-30 -- --x";
        check(line, Ok(Command::Analyze(arguments)));
        check("analyze a.csv --config=", Err("--config needs a value"));
        check("analyze a.csv --config", Err("--config needs a value"));
        check("analyze a.csv --orders=yes", Err("--orders takes no value"));
        check("analyze a.csv --fast=1", Err("`--fast` is no option"));
        check("analyze --json", Err("analyze needs at least one file"));
        check("analyze a.csv --as-of June", Err("`June` is not a day like 2026-06-30"));
        check("analyze a.csv --fast", Err("`--fast` is no option"));
        check("analyze a.csv -f", Err("`-f` is no option"));
        check("analyze a.csv --help", Ok(Command::Help));
        check("--help", Ok(Command::Help));
        check("analyse a.csv", Err("`analyse` is no command"));
    }

    /// A disk may hold names that are no Unicode; they are files like any other.
    #[cfg(unix)]
    #[test]
    fn a_name_may_be_any_bytes() {
        use std::os::unix::ffi::OsStringExt;
        let name = OsString::from_vec(b"\xb6\xa9\xb5\xa5.csv".to_vec());
        let files = vec![PathBuf::from(&name)];
        let expected = Command::Analyze(Arguments { files, ..Arguments::default() });
        assert_eq!(parse([OsString::from("analyze"), name]), Ok(expected));
    }
}
