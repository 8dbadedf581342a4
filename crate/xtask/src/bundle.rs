//! The page as a folder of static files: both wasm binaries, their glue, the style and the sample shop.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::binary::{Aim, Binary, make};
use crate::brand::Brand;
use crate::name::{Site, files_below, relative, short_hash};
use crate::step::{StepResult, at_once, cargo, dist, root, sh, step, target};
use crate::tool::WASM_TARGET;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Unoptimised and quick to build; the page reloads itself when the server says so.
    Dev,
    /// What is published.
    Release,
}

/// The script that keeps the site's files for days without a network.
const OFFLINE: &str = "offline.js";

/// Where `serve.mjs` announces a new build, as the page sees it.
const RELOAD_PATH: &str = "reload-events";

/// Builds the page into `target/dist`, under somebody's own name where there is one.
pub(crate) fn build(profile: Profile, brand: Option<&Brand>) -> StepResult<PathBuf> {
    let compile = ["build", "--target", WASM_TARGET];
    let (page_folder, worker_folder) = match profile {
        Profile::Dev => {
            step("compile page and worker to wasm", || {
                cargo(&[&compile[..], &["-p", "www", "-p", "worker"]].concat())
            })?;
            ("debug", "debug")
        }
        Profile::Release => {
            let with = |package, profile| cargo(&[&compile[..], &["-p", package, "--profile", profile]].concat());
            // The longest part of each is the linker's, on one core, and profiles do not wait for each other.
            step("compile page and worker to wasm", || {
                at_once(|| with("www", "page"), || with("worker", "release")).map(drop)
            })?;
            ("page", "release")
        }
    };
    let compiled = target().join(WASM_TARGET);
    let page = compiled.join(page_folder).join("www.wasm");
    let worker = compiled.join(worker_folder).join("worker.wasm");
    let (page, worker) = match profile {
        Profile::Dev => step("bind wasm to JavaScript", || {
            at_once(|| make(&page, "page", Aim::Soon), || make(&worker, "engine", Aim::Soon))
        })?,
        Profile::Release => step("bind wasm to JavaScript and optimise it", || {
            at_once(|| make(&page, "page", Aim::Small), || make(&worker, "engine", Aim::Quick))
        })?,
    };
    step("write the site", || {
        let site = assemble(profile, brand, page, worker)?;
        site.write(&dist())?;
        for (path, size) in site.sizes().filter(|(path, _)| path.ends_with(".wasm")) {
            println!("  {path}  {} KB", size / 1_000);
        }
        println!("  in {}", dist().display());
        Ok(())
    })?;
    if profile == Profile::Release {
        let script = root().join("www/compress.mjs");
        step("write compressed copies beside the files", || {
            sh("node", &[&script.to_string_lossy(), &dist().to_string_lossy()])
        })?;
    }
    Ok(dist())
}

fn assemble(profile: Profile, brand: Option<&Brand>, page: Binary, worker: Binary) -> StepResult<Site> {
    let www = root().join("www");
    let mut site = Site::default();
    let page_script = add_binary(&mut site, page, "page")?;
    let worker_script = add_binary(&mut site, worker, "engine")?;
    let boot = fs::read_to_string(www.join("script/boot.js"))?.replace("page.js", &page_script);
    let boot = site.add("boot.js", boot.into_bytes());
    let worker = fs::read_to_string(www.join("script/worker.js"))?.replace("engine.js", &worker_script);
    let worker = site.add("worker.js", worker.into_bytes());
    let style = site.add("style.css", style(&www)?.into_bytes());
    let icon = site.add("icon.svg", fs::read(www.join("icon.svg"))?);
    let icon_png = site.add("icon.png", fs::read(www.join("icon.png"))?);
    let manifest =
        fs::read_to_string(www.join("manifest.json"))?.replace("{{icon}}", &icon).replace("{{icon_png}}", &icon_png);
    let manifest = brand.map_or(Ok(manifest.clone()), |brand| brand.name_manifest(&manifest))?;
    let manifest = site.add("manifest.webmanifest", manifest.into_bytes());
    let sample = add_sample(&mut site)?;
    let of_brand = brand.map(|brand| brand.add_to(&mut site));
    let mut reload = "";
    let dev_script = match profile {
        Profile::Release => None,
        Profile::Dev => {
            reload = RELOAD_PATH;
            Some(site.add("dev.js", fs::read(www.join("script/dev.js"))?))
        }
    };
    let offline = (profile == Profile::Release).then_some(OFFLINE);
    let files: Vec<&str> = site.paths().chain(offline).chain(Some(reload).filter(|path| !path.is_empty())).collect();
    let facts = json!({ "worker": worker, "sample": sample, "offline": offline, "files": files, "brand": of_brand });
    // The one place where a name could end the script element early.
    let facts = facts.to_string().replace('<', "\\u003c");
    let dev = dev_script.map_or(String::new(), |name| format!(r#"<script type="module" src="{name}"></script>"#));
    let index = fs::read_to_string(www.join("index.html"))?;
    let index = brand
        .map_or(index.clone(), |brand| brand.name_index(&index))
        .replace("{{boot}}", &boot)
        .replace("{{page}}", &page_script)
        .replace("{{style}}", &style)
        .replace("{{icon}}", &icon)
        .replace("{{icon_png}}", &icon_png)
        .replace("{{manifest}}", &manifest)
        .replace("{{site}}", &facts)
        .replace("{{dev}}", &dev);
    if offline.is_some() {
        add_offline(&mut site, &www, &index)?;
        add_headers(&mut site, &index)?;
    }
    site.add_plain("index.html", index.into_bytes());
    Ok(site)
}

/// Adds the script that keeps the files. Its own name never changes, for by it the browser looks for a new version; what it
/// says changes with any file.
fn add_offline(site: &mut Site, www: &Path, index: &str) -> StepResult<()> {
    let files = json!(site.paths().collect::<Vec<&str>>()).to_string();
    let version = format!("{:08x}", short_hash(index.as_bytes()));
    let script = fs::read_to_string(www.join("script/offline.js"))?
        .replace("{{version}}", &version)
        .replace("{{files}}", &files);
    site.add_plain(OFFLINE, script.into_bytes());
    Ok(())
}

/// Adds the file by which Cloudflare Pages and Netlify send headers: what its name tells apart is kept for ever, the rest is
/// asked for anew.
fn add_headers(site: &mut Site, index: &str) -> StepResult<()> {
    let policy = index.split_once("Content-Security-Policy\" content=\"").and_then(|(_, rest)| rest.split_once('"'));
    let (policy, _) = policy.ok_or("the index names no policy")?;
    let mut headers = format!(
        "/*\n  Content-Security-Policy: {policy}; frame-ancestors 'none'\n  X-Content-Type-Options: nosniff\n  \
         Referrer-Policy: no-referrer\n  Cache-Control: no-cache\n"
    );
    for path in site.paths().filter(|path| *path != OFFLINE) {
        // What a broader rule said is taken back first, or both would be sent.
        headers += &format!("/{path}\n  ! Cache-Control\n  Cache-Control: public, max-age=31536000, immutable\n");
    }
    site.add_plain("_headers", headers.into_bytes());
    Ok(())
}

/// Adds wasm and glue; the glue learns the hashed names of what it loads.
fn add_binary(site: &mut Site, binary: Binary, name: &str) -> StepResult<String> {
    let wasm = site.add(&format!("{name}.wasm"), binary.wasm);
    let expected = format!("{name}_bg.wasm");
    if !binary.script.contains(&expected) {
        return Err(format!("the glue of {name} does not name {expected}").into());
    }
    let mut script = binary.script.replace(&expected, &wasm);
    for (path, snippet) in binary.snippets {
        let hashed = site.add(&format!("{name}-part.js"), snippet.into_bytes());
        script = script.replace(&path, &format!("./{hashed}"));
    }
    Ok(site.add(&format!("{name}.js"), script.into_bytes()))
}

/// The style sheets of the page and of what it passes on, in the order of their names, as one.
fn style(www: &Path) -> StepResult<String> {
    let mut files = files_below(&www.join("style"))?;
    files.extend(files_below(&root().join("crate/export/style"))?);
    files.sort_by_key(|file| file.file_name().map(ToOwned::to_owned));
    let mut style = String::new();
    for file in files {
        style.push_str(&fs::read_to_string(file)?);
    }
    Ok(style)
}

/// The sample shop and its table of contents; `None` where there is no sample shop.
fn add_sample(site: &mut Site) -> StepResult<Option<String>> {
    let folder = root().join("fixtures/sample_shop");
    if !folder.is_dir() {
        return Ok(None);
    }
    let mut contents = Vec::new();
    for file in files_below(&folder)? {
        let name = relative(&folder, &file);
        let is_export = name.rsplit_once('.').is_some_and(|(_, extension)| {
            ["xlsx", "xls", "xlsb", "ods", "csv", "tsv", "txt", "zip"].contains(&extension)
        });
        if is_export {
            // The name in the address is plain ASCII, so that no host mangles it; the file keeps the seller's name.
            let extension = name.rsplit_once('.').map_or("bin", |(_, extension)| extension);
            let path = site.add(&format!("sample/file.{extension}"), fs::read(&file)?);
            contents.push(json!({ "name": name, "path": path }));
        }
    }
    if contents.is_empty() {
        return Ok(None);
    }
    Ok(Some(site.add("sample/index.json", serde_json::to_vec(&contents)?)))
}
