// Serves the pages of the other contenders and the npm packages they are made of.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const types = { ".html": "text/html; charset=utf-8", ".wasm": "application/wasm" };
const here = fileURLToPath(new URL(".", import.meta.url));

export async function serve() {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://host");
    const file = normalize(join(here, decodeURIComponent(pathname)));
    try {
      if (!file.startsWith(here)) throw new Error("outside");
      const content = await readFile(file);
      response.writeHead(200, { "Content-Type": types[extname(file)] ?? "text/javascript; charset=utf-8" });
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${server.address().port}/page/index.html`;
  return { url, close: () => new Promise((done) => server.close(done).closeAllConnections()) };
}
