//! `cargo xtask run`: the page on this machine.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use crate::bundle::{self, Profile};
use crate::serve::{self, Builds};
use crate::step::{Outcome, dist, find_program};
use crate::tool;
use crate::watch::Sources;

pub(crate) fn run(profile: Profile, port: u16) -> Outcome {
    tool::prepare_build()?;
    let sources = Sources::now();
    bundle::build(profile)?;
    let listener = serve::listen(port)?;
    let address = format!("http://127.0.0.1:{}/", listener.local_addr()?.port());
    println!("\n  {address}   (Ctrl+C ends it)\n");
    open_browser(&address);
    let builds = Builds::default();
    if profile == Profile::Dev {
        let builds = Arc::clone(&builds);
        thread::spawn(move || rebuild_on_change(sources, &builds));
    }
    serve::serve(&listener, &dist(), &builds)
}

fn rebuild_on_change(mut sources: Sources, builds: &AtomicU64) {
    loop {
        sources = sources.wait_for_change();
        let start = Instant::now();
        match bundle::build(Profile::Dev) {
            Ok(_) => {
                builds.fetch_add(1, Ordering::Relaxed);
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
