// Opened offline, the phone's page says that it cannot tell, instead of nothing. It keeps three files and never a page
// with data: an old "genuine" must not be shown again. While the page is closed it shows that somebody asks, in words that are
// always the same: a notification stands on a locked screen.

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

// ---- Notifications (Push API, Notifications API) ----------------------------------------------------------------------

const WORDS = "Somebody asks you to show that it is you";

/** What was sent is shown, whatever it holds: a browser takes the right away from whoever stays silent. */
self.addEventListener("push", (event) => {
  let tag = "request";
  try {
    tag = event.data.json().notification ?? tag;
  } catch {
    // Nothing in it, or not ours: the page knows what is asked.
  }
  event.waitUntil(self.registration.showNotification(WORDS, { tag, icon: "/pkg/phone-192.png", requireInteraction: true }));
});

/** The page that is open comes to the front; else one is opened. It shows what is asked by itself. */
const open = async () => {
  const [page] = await self.clients.matchAll({ type: "window" });
  return page ? page.focus() : self.clients.openWindow("/me");
};

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open());
});

/** The service gave this browser another address, or took the one it had. */
const renew = async ({ oldSubscription, newSubscription }) => {
  const made = newSubscription ?? (await self.registration.pushManager.subscribe(oldSubscription.options));
  const { endpoint, keys } = made.toJSON();
  const body = JSON.stringify({ service: "web_push", endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } });
  await fetch("/device/v1/push", { method: "PUT", headers: { "content-type": "application/json" }, body });
};

self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));
