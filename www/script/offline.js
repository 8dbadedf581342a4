// Keeps the site's own files in the browser, so that the page opens and works without a network. It fetches nothing else,
// and a new version waits until the page asks for it: nobody's figures change under their hands.
// Several copies of the page may lie on one host, each below its own path.
const prefix = `zhanggui ${registration.scope} `;
const kept = prefix + "{{version}}";
const files = new Set({{files}}.map((path) => new URL(path, registration.scope).href));
const index = new URL("./", registration.scope).href;

addEventListener("install", (event) => {
  // The index has no hash in its name, so that the browser's own copy may be of another version.
  const requests = [index, ...files].map((address) => new Request(address, { cache: address === index ? "reload" : "default" }));
  event.waitUntil(caches.open(kept).then((cache) => Promise.all(requests.map((request) => keep(cache, request)))));
});

/** Some hosts lead from one name of the index to another; what was led elsewhere cannot answer for the page. */
async function keep(cache, request) {
  const response = await fetch(request);
  if (!response.ok) throw new Error(`${request.url}: ${response.status}`);
  const plain = response.redirected ? new Response(response.body, { headers: response.headers }) : response;
  await cache.put(request.url, plain);
}

addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith(prefix) && name !== kept;
  const forgotten = caches.keys().then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name))));
  event.waitUntil(forgotten.then(() => clients.claim()));
});

addEventListener("message", (event) => {
  if (event.data === "take over") skipWaiting();
});

addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const address = url.split(/[?#]/)[0];
  const isPage = mode === "navigate" && (address === index || address === index + "index.html");
  if (method !== "GET" || url.includes("?") || !(isPage || files.has(address))) return;
  event.respondWith(
    caches.open(kept).then(async (cache) => (await cache.match(isPage ? index : address)) ?? fetch(event.request)),
  );
});
