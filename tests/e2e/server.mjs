// A static host for the tests, below any path, that remembers every request it was sent.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

const root = fileURLToPath(new URL("../../", import.meta.url));
export const dist = process.env.DIST ?? resolve(root, process.env.CARGO_TARGET_DIR ?? "target", "dist");

/** Serves the built page below `prefix`, such as `/` or `/repo/`. */
export async function serve(prefix = "/") {
  const requests = [];
  const server = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url, "http://host");
    let body = 0;
    for await (const chunk of request) body += chunk.length;
    requests.push({ method: request.method, path: pathname, search, body });
    const path = pathname.startsWith(prefix) ? decodeURIComponent(pathname.slice(prefix.length)) : null;
    const file = path === null ? null : normalize(join(dist, path || "index.html"));
    try {
      if (file === null || !file.startsWith(dist)) throw new Error("outside");
      const content = await readFile(file);
      response.writeHead(200, { "Content-Type": types[extname(file)] ?? "application/octet-stream" });
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${server.address().port}${prefix}`;
  return { url, requests, close: () => new Promise((done) => server.close(done).closeAllConnections()) };
}
