// The host of the page, which the other specs and the page's own count of requests rely on.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { serve } from "../../../www/serve.mjs";

let above, folder, host;
before(async () => {
  above = await mkdtemp(join(tmpdir(), "host-"));
  folder = join(above, "dist");
  await mkdir(folder);
  await mkdir(join(above, "dist-other"));
  await writeFile(join(above, "dist-other", "secret.html"), "secret");
  await writeFile(join(folder, "index.html"), "<p>here");
  await writeFile(join(folder, "page-0123abcd.wasm"), "wasm");
  host = await serve({ folder, prefix: "/repo/" });
});
after(async () => {
  await host.close();
  await rm(above, { recursive: true });
});

/** Asks for exactly this path, which `fetch` would tidy first. */
function ask(path, method = "GET") {
  return new Promise((done, fail) => {
    const asked = request(host.url, { path, method }, async (response) => {
      let text = "";
      for await (const chunk of response) text += chunk;
      done({ status: response.statusCode, headers: response.headers, text });
    });
    asked.on("error", fail).end();
  });
}

test("a file has its type, and may be kept where its name changes with it", async () => {
  const index = await ask("/repo/");
  assert.deepEqual([index.status, index.text], [200, "<p>here"]);
  assert.equal(index.headers["content-type"], "text/html; charset=utf-8");
  assert.equal(index.headers["cache-control"], "no-cache");
  const wasm = await ask("/repo/page-0123abcd.wasm");
  assert.equal(wasm.headers["content-type"], "application/wasm");
  assert.match(wasm.headers["cache-control"], /immutable/);
  const head = await ask("/repo/", "HEAD");
  assert.deepEqual([head.status, head.text, head.headers["content-length"]], [200, "", "7"]);
});

test("no path leads out of the folder, and nothing is taken in", async () => {
  const outside = ["/", "/page-0123abcd.wasm", "/repo/nothing.js", "/repo/%", "/repo/../dist-other/secret.html"];
  outside.push("/repo/%2e%2e/dist-other/secret.html", "/repo/..%2fdist-other%2fsecret.html", "/repo/%00");
  for (const path of outside) assert.equal((await ask(path)).status, 404, path);
  assert.equal((await ask("/repo/", "POST")).status, 405);
});

test("every request is remembered", async () => {
  const from = host.requests.length;
  await ask("/repo/?who=me");
  await ask("/elsewhere", "POST");
  const seen = host.requests.slice(from);
  assert.deepEqual(seen, [
    { method: "GET", path: "/repo/", search: "?who=me", body: 0 },
    { method: "POST", path: "/elsewhere", search: "", body: 0 },
  ]);
});

test("as a program it takes the next free port, tells pages of a new build, and ends with its input", async () => {
  const program = fileURLToPath(new URL("../../../www/serve.mjs", import.meta.url));
  const taken = Number(new URL(host.url).port);
  const node = spawn(process.execPath, [program, String(taken)], { env: { ...process.env, DIST: folder } });
  const ended = new Promise((done) => node.on("exit", done));
  const [url] = await new Promise((done) => createInterface(node.stdout).on("line", (line) => done([line])));
  assert.ok(Number(new URL(url).port) > taken, url);
  const events = await fetch(`${url}reload-events`);
  assert.equal(events.headers.get("content-type"), "text/event-stream");
  node.stdin.write("\n");
  assert.equal(await events.text(), "data: reload\n\n");
  node.stdin.end();
  assert.equal(await ended, 0);
});
