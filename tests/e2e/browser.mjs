// A fresh Chromium profile that sends nothing of its own.
import { chromium } from "playwright-core";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  // What the wasm does is looked at, not how fast: a fifth of all the time went into optimising it again for each tab.
  "--js-flags=--liftoff-only",
];

export function launch(more = []) {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: [...flags, ...more] });
}
