// Opened offline, the phone's page says that it cannot tell, instead of nothing. It keeps three files and never a page
// with data: an old "genuine" must not be shown again.

const KEPT = "countersign-2";
const FILES = ["/pkg/offline.html", "/pkg/countersign.css", "/pkg/icons.svg"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(FILES)));
  self.skipWaiting();
});

self.addEventListener("activate", (event) =>
  event.waitUntil(
    // At once for the page that is open, too: it may go offline before it is loaded a second time.
    Promise.all([
      self.clients.claim(),
      caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)))),
    ]),
  ),
);

self.addEventListener("fetch", (event) => {
  const { mode, url } = event.request;
  const path = new URL(url).pathname;
  const instead = mode === "navigate" ? FILES[0] : FILES.find((file) => file === path);
  if (instead) event.respondWith(fetch(event.request).catch(() => caches.match(instead)));
});
