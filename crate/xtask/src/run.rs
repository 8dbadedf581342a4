//! `cargo xtask run`: the page on this machine.

use std::process::{Command, Stdio};
use std::time::Instant;

use crate::brand::Brand;
use crate::bundle::{self, Profile};
use crate::serve::{self, Host};
use crate::step::{StepResult, dist, find_program};
use crate::tool;
use crate::watch::Sources;

pub(crate) fn run(profile: Profile, port: u16, brand: Option<&Brand>) -> StepResult {
    tool::prepare_build()?;
    let sources = Sources::now();
    bundle::build(profile, brand)?;
    let host = serve::serve(&dist(), port)?;
    println!("\n  {}   (Ctrl+C ends it)\n", host.address);
    open_browser(&host.address);
    match profile {
        Profile::Dev => rebuild_on_change(sources, host, brand),
        Profile::Release => host.wait(),
    }
}

fn rebuild_on_change(mut sources: Sources, mut host: Host, brand: Option<&Brand>) -> StepResult {
    loop {
        sources = sources.wait_for_change();
        let start = Instant::now();
        match bundle::build(Profile::Dev, brand) {
            Ok(_) => {
                host.announce()?;
                println!("  rebuilt in {:.1} s\n", start.elapsed().as_secs_f64());
            }
            Err(error) => eprintln!("  {error}; the page stays as it was\n"),
        }
    }
}

/// Opens the page where there is a desktop to open it on.
fn open_browser(address: &str) {
    let has_desktop = cfg!(any(target_os = "macos", windows))
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    let opener = if cfg!(windows) { find_program(&["explorer.exe"]) } else { find_program(&["xdg-open", "open"]) };
    if let (true, Some(opener)) = (has_desktop, opener) {
        // Whether it worked shows on the screen; the address is printed in any case.
        Command::new(opener).arg(address).stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok();
    }
}
