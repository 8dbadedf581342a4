// The one static host of the built page: of `cargo xtask run`, of the browser tests and of the measurements. Node is there
// for the build in any case, and within the tests' own process the list of requests is complete at every moment.
import { existsSync, realpathSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { basename, extname, join, normalize, resolve, sep } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};

const root = fileURLToPath(new URL("../", import.meta.url));
export const dist = process.env.DIST ?? resolve(root, process.env.CARGO_TARGET_DIR ?? "target", "dist");

/** Where the page of a development build waits for the next one. */
const reloadPath = "reload-events";

/**
 * Serves a folder below `prefix`, such as `/` or `/repo/`, on 127.0.0.1, and remembers every request it was sent. `port`
 * is the first that is tried; 0 is any free one. With `compressed` the files that lie beside the originals are sent, as a
 * host of the whole world would.
 */
export async function serve({ folder = dist, prefix = "/", port = 0, compressed = false } = {}) {
  const requests = [];
  const waiting = new Set();
  const server = createServer(async (request, response) => {
    try {
      const { pathname, search } = new URL(request.url, "http://host");
      let body = 0;
      for await (const chunk of request) body += chunk.length;
      requests.push({ method: request.method, path: pathname, search, body });
      if (request.method !== "GET" && request.method !== "HEAD") return response.writeHead(405).end();
      const path = pathname.startsWith(prefix) ? decodeURIComponent(pathname.slice(prefix.length)) : null;
      if (path === reloadPath) {
        response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" }).flushHeaders();
        waiting.add(response);
        return response.on("close", () => waiting.delete(response));
      }
      const file = path === null ? null : normalize(join(folder, path || "index.html"));
      if (file === null || !file.startsWith(resolve(folder) + sep)) throw new Error("outside");
      const isBrotli = compressed && (request.headers["accept-encoding"] ?? "").includes("br") && existsSync(`${file}.br`);
      const content = await readFile(isBrotli ? `${file}.br` : file);
      response.writeHead(200, {
        ...(isBrotli ? { "Content-Encoding": "br" } : {}),
        "Content-Type": types[extname(file)] ?? "application/octet-stream",
        "Content-Length": content.length,
        // A name that changes with its content may be kept for ever; the index and whatever else has none is asked for anew.
        "Cache-Control": /-[0-9a-f]{8}\.\w+$/.test(basename(file)) ? "public, max-age=31536000, immutable" : "no-cache",
      });
      response.end(request.method === "GET" ? content : undefined);
    } catch {
      response.writeHead(404).end();
    }
  });
  await listen(server, port, port === 0 ? 0 : port + 99);
  return {
    url: `http://127.0.0.1:${server.address().port}${prefix}`,
    requests,
    reload: () => waiting.forEach((response) => response.end("data: reload\n\n")),
    close: () => new Promise((done) => server.close(done).closeAllConnections()),
  };
}

/** On the port, or on the next one that is free. */
async function listen(server, port, last) {
  for (;;) {
    const error = await new Promise((done) => {
      server.once("error", done).listen(port, "127.0.0.1", () => done(null));
    });
    server.removeAllListeners("error");
    if (error === null) return;
    if (error.code !== "EADDRINUSE" || port === last) throw error;
    port += 1;
  }
}

// `node serve.mjs PORT` prints the address, announces a new build for every line it reads, and ends with its input, so that
// it does not outlive the task that started it.
if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const host = await serve({ port: Number(process.argv[2]) });
  console.log(host.url);
  createInterface({ input: process.stdin })
    .on("line", host.reload)
    .on("close", () => process.exit());
}
