//! The page of Zhanggui. It shows what the engine answers, and computes nothing about money itself.
#![allow(unreachable_pub, reason = "the component macro writes `pub` itself")]

// The module `i18n`, generated from `locales/` at build.
include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));

mod address;
mod app;
mod capacity;
#[cfg(debug_assertions)]
mod components;
mod engine;
mod geometry;
mod import;
mod keep;
mod offline;
mod profit;
mod rates;
mod repurchase;
mod route;
mod setting;
mod share;
mod shop;
mod site;
mod text;
mod ui;

fn main() {
    if share::is_asked_for() {
        leptos::mount::mount_to_body(share::Received);
    } else {
        leptos::mount::mount_to_body(app::App);
    }
}
