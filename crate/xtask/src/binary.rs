//! A compiled wasm made ready for the browser: bound to JavaScript and, for publishing, optimised.
//!
//! Both take their time, so what comes out is kept and used again as long as the same wasm goes in.

use std::fs;
use std::path::Path;
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::name::short_hash;
use crate::step::{StepResult, root, status, target};

/// A wasm binary with its glue.
pub(crate) struct Binary {
    pub(crate) script: String,
    /// Pieces of JavaScript that crates bring along, by the path the glue imports them from.
    pub(crate) snippets: Vec<(String, String)>,
    pub(crate) wasm: Vec<u8>,
}

/// What wasm-opt makes of a binary.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Aim {
    /// Nothing: it is to be there soon.
    Soon,
    Small,
    /// Quick in a browser, which compiles badly what is called once (see `analytics::turns`): the calls that the compiler
    /// left have to stay. With them inlined, reading a million lines took 2.9 s instead of 2.3 s.
    Quick,
}

impl Aim {
    const fn options(self) -> &'static [&'static str] {
        match self {
            Aim::Soon => &[],
            Aim::Small => &["-Os"],
            Aim::Quick => &["--no-inline=*", "-O2"],
        }
    }
}

/// Makes of a compiled file what the site holds under a name.
pub(crate) fn make(file: &Path, name: &str, aim: Aim) -> StepResult<Binary> {
    let compiled = fs::read(file)?;
    let hash = short_hash(&compiled);
    let key = format!("{hash:08x} {} {}", compiled.len(), env!("CARGO_PKG_VERSION"));
    let folder = target().join("bound").join(format!("{name}{}", aim.options().concat().replace('*', "")));
    let (stamp, script_file, wasm_file) = (folder.join("key"), folder.join("glue.js"), folder.join("bound.wasm"));
    if fs::read_to_string(&stamp).is_ok_and(|kept| kept == key) {
        return Ok(Binary {
            script: fs::read_to_string(script_file)?,
            snippets: Vec::new(),
            wasm: fs::read(wasm_file)?,
        });
    }
    fs::create_dir_all(&folder)?;
    fs::remove_file(&stamp).ok();
    let mut binary = bind(file, name)?;
    if !aim.options().is_empty() {
        binary.wasm = optimise(&folder, &binary.wasm, aim)?;
    }
    fs::write(script_file, &binary.script)?;
    fs::write(wasm_file, &binary.wasm)?;
    if binary.snippets.is_empty() {
        // Last, so that what an interrupted build left behind is not taken for a whole one.
        fs::write(stamp, key)?;
    }
    Ok(binary)
}

fn bind(wasm: &Path, name: &str) -> StepResult<Binary> {
    let mut output = Bindgen::new()
        .input_path(wasm)
        .out_name(name)
        .web(true)?
        .typescript(false)
        .omit_default_module_path(false)
        .generate_output()?;
    if !output.local_modules().is_empty() {
        return Err("a crate brings a JavaScript module of its own, which the site does not carry".into());
    }
    let script = output.js().to_owned();
    let mut snippets = Vec::new();
    for (name, parts) in output.snippets() {
        for (index, part) in parts.iter().enumerate() {
            snippets.push((format!("./snippets/{name}/inline{index}.js"), part.clone()));
        }
    }
    Ok(Binary { script, snippets, wasm: output.wasm_mut().emit_wasm() })
}

/// Runs the wasm-opt of the pinned npm package.
fn optimise(folder: &Path, wasm: &[u8], aim: Aim) -> StepResult<Vec<u8>> {
    let (from, to) = (folder.join("in.wasm"), folder.join("out.wasm"));
    fs::write(&from, wasm)?;
    let program = root().join("www/node_modules/binaryen/bin/wasm-opt");
    let features = [
        "--enable-bulk-memory",
        "--enable-bulk-memory-opt",
        "--enable-multivalue",
        "--enable-mutable-globals",
        "--enable-nontrapping-float-to-int",
        "--enable-reference-types",
        "--enable-sign-ext",
        "--enable-simd",
    ];
    let mut command = Command::new("node");
    status(command.arg(program).arg(&from).arg("-o").arg(&to).args(aim.options()).args(features))?;
    Ok(fs::read(to)?)
}
