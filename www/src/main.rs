//! The page of Zhanggui. It shows what the engine answers, and computes nothing about money itself.
#![allow(unreachable_pub, reason = "the component macro writes `pub` itself")]

// The module `i18n`, generated from `locales/` at build.
include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));

mod app;
mod capacity;
mod engine;
mod geometry;
mod import;
mod keep;
mod profit;
mod repurchase;
mod route;
mod setting;
mod shop;
mod site;
mod text;
mod ui;

fn main() {
    leptos::mount::mount_to_body(app::App);
}
