//! What was asked for on the command line.

use std::path::PathBuf;

use analytics::Day;

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
pub(crate) fn parse(arguments: impl Iterator<Item = String>) -> Result<Command, String> {
    let mut rest = arguments;
    match rest.next().as_deref() {
        Some("analyze") => analyze(rest).map(Command::Analyze),
        Some("config") => Ok(Command::Config),
        Some("help" | "--help" | "-h") | None => Ok(Command::Help),
        Some(other) => Err(format!("`{other}` is no command")),
    }
}

fn analyze(mut rest: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let mut arguments = Arguments::default();
    let mut only_files = false;
    while let Some(argument) = rest.next() {
        if only_files {
            arguments.files.push(argument.into());
            continue;
        }
        // `--config FILE` and `--config=FILE` are the same.
        let (option, given) = match argument.split_once('=') {
            Some((option, value)) if option.starts_with("--") => (option, Some(value.to_owned())),
            _ => (argument.as_str(), None),
        };
        if given.is_some() && !["--config", "--mapping", "--as-of"].contains(&option) {
            return Err(format!("`{argument}` is no option"));
        }
        let mut value = |name: &str| {
            let value = given.clone().or_else(|| rest.next()).filter(|value| !value.is_empty());
            value.ok_or_else(|| format!("{name} needs a value"))
        };
        match option {
            "--" => only_files = true,
            // The one form of output there is; named so that another can come.
            "--json" => {}
            "--orders" => arguments.orders = true,
            "--config" => arguments.config = Some(value("--config")?.into()),
            "--mapping" => arguments.mapping = Some(value("--mapping")?.into()),
            "--as-of" => {
                let day = value("--as-of")?;
                arguments.as_of =
                    Some(Day::parse(&day).ok_or_else(|| format!("`{day}` is not a day like 2026-06-30"))?);
            }
            option if option.starts_with("--") => return Err(format!("`{option}` is no option")),
            _ => arguments.files.push(argument.into()),
        }
    }
    if arguments.files.is_empty() {
        return Err("analyze needs at least one file".to_owned());
    }
    Ok(arguments)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Result<Command, &str>) {
        let found = parse(line.split_whitespace().map(str::to_owned));
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
        check("analyze a.csv --orders=yes", Err("`--orders=yes` is no option"));
        check("analyze a.csv --fast=1", Err("`--fast=1` is no option"));
        check("analyze --json", Err("analyze needs at least one file"));
        check("analyze a.csv --as-of June", Err("`June` is not a day like 2026-06-30"));
        check("analyze a.csv --fast", Err("`--fast` is no option"));
    }
}
