// A kiosk's page: draws it again at every word of the server, and hides what it shows when its time is over, whether the server can be
// reached or not. It keeps nothing. Without it the page asks again by itself every few seconds, and the server hides the same.

const MOST_SILENT = 40_000;
const main = document.getElementById("main");
const screen = document.getElementById("screen");
let hiding;
let silence;
let stream;
let touched = 0;

/** Puts a part of the page's own in the place of whatever stands there. */
function put(name) {
  screen.replaceChildren(document.getElementById(name).content.cloneNode(true));
}

/** What is somebody's own is hidden in time, by this screen's own clock. */
function watch() {
  clearTimeout(hiding);
  const own = screen.querySelector("[data-hide]");
  if (own) hiding = setTimeout(() => put("hidden"), Number(own.dataset.hide));
}

/** Nobody tells us how things are: what may be over by now is not shown. */
function away() {
  clearTimeout(hiding);
  put("away");
}

async function draw() {
  try {
    const answer = await fetch("/kiosk?redraw", { signal: AbortSignal.timeout(10_000) });
    const there = new DOMParser().parseFromString(await answer.text(), "text/html");
    const drawn = there.getElementById("screen");
    if (!answer.ok || !drawn) throw answer.status;
    // Another kind of page, with or without a stream of its own.
    if (there.getElementById("main").dataset.state !== main.dataset.state) return location.reload();
    const before = screen.querySelector("[data-hide]")?.dataset.hide;
    const own = drawn.querySelector("[data-hide]");
    const now = own?.dataset.hide;
    // Only the time that is left differs at each drawing; that alone is not said again.
    if (own && before) own.dataset.hide = before;
    if (screen.innerHTML !== drawn.innerHTML) screen.replaceChildren(...drawn.childNodes);
    if (now) screen.querySelector("[data-hide]").dataset.hide = now;
    watch();
  } catch {
    away();
    again(3000);
  }
}

function listen() {
  clearTimeout(silence);
  silence = setTimeout(again, MOST_SILENT);
}

function again(wait = 1000) {
  stream?.close();
  clearTimeout(silence);
  silence = setTimeout(open, wait);
}

function open() {
  stream = new EventSource("/live/kiosk");
  listen();
  stream.addEventListener("page", () => { listen(); draw(); });
  // It is no kiosk any more, or the server starts anew: the page says which.
  stream.addEventListener("bye", () => { draw(); again(); });
  stream.onerror = () => { away(); again(3000); };
}

// The browser often knows before the stream does.
addEventListener("offline", () => { away(); again(3000); });
addEventListener("online", () => again(0));

// Whoever touches the screen is still there.
document.addEventListener("pointerdown", () => {
  if (!screen.querySelector("[data-hide]") || performance.now() - touched < 5000) return;
  touched = performance.now();
  fetch("/kiosk/v1/show", { method: "POST" }).catch(() => {});
});

if (main?.dataset.state !== "none") {
  watch();
  open();
}
