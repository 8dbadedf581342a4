//! Reads files and says what they are: `cargo run --release -p ingest --example read -- FILE…`.

use std::fs::File;
use std::process::ExitCode;

use ingest::{ReadOptions, read};

fn main() -> ExitCode {
    for path in std::env::args().skip(1) {
        let reader = match File::open(&path) {
            Ok(reader) => reader,
            Err(error) => {
                eprintln!("{path}: {error}");
                return ExitCode::FAILURE;
            }
        };
        let name = path.rsplit('/').next().unwrap_or(&path);
        let options = ReadOptions {
            timezone: "Asia/Shanghai",
            mapping: None,
            mappings: &[],
            states: None,
            progress: &mut |_| {},
        };
        for file in read(name, reader, options).into_iter().map(|part| part.file) {
            let profile = file.profile.as_deref().unwrap_or("unknown");
            println!("{}: {profile}, {}, {} rows, {} accepted", file.name, file.format, file.rows, file.accepted);
            for diagnostic in file.diagnostics.iter().take(5) {
                println!("    {diagnostic}");
            }
        }
    }
    ExitCode::SUCCESS
}
