//! The page's host on 127.0.0.1: `www/serve.mjs`, which the browser tests use too, in a process of its own.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use crate::step::{StepResult, root};

/// A running host; it ends with this task.
#[derive(Debug)]
pub(crate) struct Host {
    process: Child,
    /// While this is open, the host stays.
    input: ChildStdin,
    pub(crate) address: String,
}

/// Serves the folder on the port, or on the next one that is free.
pub(crate) fn serve(folder: &Path, port: u16) -> StepResult<Host> {
    let mut node = Command::new("node");
    node.arg(root().join("www/serve.mjs")).arg(port.to_string()).env("DIST", folder);
    let mut process = node
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("`node` could not be started ({error})"))?;
    let (Some(input), Some(output)) = (process.stdin.take(), process.stdout.take()) else {
        return Err("the host has no pipes".into());
    };
    let mut address = String::new();
    BufReader::new(output).read_line(&mut address)?;
    if address.is_empty() {
        return Err(format!("the host did not start; is there a free port from {port} on?").into());
    }
    Ok(Host { process, input, address: address.trim_end().to_owned() })
}

impl Host {
    /// Tells every open page that there is a new build.
    pub(crate) fn announce(&mut self) -> StepResult {
        Ok(writeln!(self.input)?)
    }

    /// Stays until the host ends.
    pub(crate) fn wait(mut self) -> StepResult {
        let status = self.process.wait()?;
        Err(format!("the host ended with {status}").into())
    }
}
