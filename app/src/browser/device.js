// What a phone's page needs of its browser and Rust cannot say shortly: the device's keys, passkeys, and the line to the
// server. It keeps no state but the keys, decides nothing, and never sees a secret: the keys cannot be read out.

const P256 = { name: "ECDSA", namedCurve: "P-256" };
const bytes = (text) => new TextEncoder().encode(text);

/** Bytes as base64url without padding (RFC 7515 section 2). */
const url64 = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const un64 = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

// ---- Keys -----------------------------------------------------------------------------------------------------------

const done = (request) =>
  new Promise((ok, no) => {
    request.onsuccess = () => ok(request.result);
    request.onerror = () => no(request.error);
  });

async function store(mode) {
  const request = indexedDB.open("countersign", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("keys");
  return (await done(request)).transaction("keys", mode).objectStore("keys");
}

/** The key pair of that name ("device" or "unlock"): made once, kept over reloads, its private half never readable. */
export async function ensureKey(which) {
  const kept = await done((await store("readonly")).get(which));
  if (kept) return kept;
  const made = await crypto.subtle.generateKey(P256, false, ["sign", "verify"]);
  try {
    await done((await store("readwrite")).add(made, which));
    navigator.storage?.persist?.(); // Asks the browser not to clear it away; its answer changes nothing.
    return made;
  } catch {
    return done((await store("readonly")).get(which)); // Another tab was first, so its key is the one.
  }
}

/** The public half as a JSON Web Key (RFC 7518 section 6.2), its four members and no other. */
export async function publicJwk(which) {
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", (await ensureKey(which)).publicKey);
  return JSON.stringify({ kty, crv, x, y });
}

/** An ES256 compact JWS. WebCrypto gives r and s one after the other, which is what RFC 7518 section 3.4 asks for. */
export async function sign(header, payload, which) {
  const input = `${url64(bytes(header))}.${url64(bytes(payload))}`;
  const { privateKey } = await ensureKey(which);
  return `${input}.${url64(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, privateKey, bytes(input)))}`;
}

// ---- Passkeys (WebAuthn Level 3 section 5.1) ------------------------------------------------------------------------

/** Whether this phone can verify its person by face, finger or unlock code. */
export const canVerify = async () =>
  (await globalThis.PublicKeyCredential?.isUserVerifyingPlatformAuthenticatorAvailable?.()) ?? false;

const parsed = (options) => JSON.parse(options, (_, value) => value ?? undefined).publicKey;
const withIds = (list) => list?.map((one) => ({ ...one, id: un64(one.id) }));

/** Answers the server's options with a passkey; gives the credential as JSON. */
export async function passkeyGet(options) {
  const o = parsed(options);
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON
    ? PublicKeyCredential.parseRequestOptionsFromJSON(o)
    : { ...o, challenge: un64(o.challenge), allowCredentials: withIds(o.allowCredentials) };
  return credential(await navigator.credentials.get({ publicKey }), ["clientDataJSON", "authenticatorData", "signature", "userHandle"]);
}

/** Makes a passkey from the server's options; gives the credential as JSON. */
export async function passkeyCreate(options) {
  const o = parsed(options);
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON
    ? PublicKeyCredential.parseCreationOptionsFromJSON(o)
    : { ...o, challenge: un64(o.challenge), user: { ...o.user, id: un64(o.user.id) }, excludeCredentials: withIds(o.excludeCredentials) };
  return credential(await navigator.credentials.create({ publicKey }), ["clientDataJSON", "attestationObject"]);
}

function credential(made, fields) {
  if (made.toJSON) return JSON.stringify(made.toJSON());
  const response = {};
  for (const field of fields) if (made.response[field]) response[field] = url64(made.response[field]);
  const { id, type, authenticatorAttachment } = made;
  return JSON.stringify({ id, rawId: url64(made.rawId), type, authenticatorAttachment, response, clientExtensionResults: made.getClientExtensionResults() });
}

// ---- The line to the server -----------------------------------------------------------------------------------------

const OFFLINE = '{"code":"offline","detail":"This phone is offline. Nothing was sent; try again."}';

async function ask(url, init) {
  let answer, text;
  try {
    answer = await fetch(url, { ...init, signal: AbortSignal.timeout(15000) });
    text = await answer.text();
  } catch {
    throw OFFLINE;
  }
  if (!answer.ok) throw text;
  return text;
}

const send = (method) => (url, body) => ask(url, { method, headers: { "content-type": "application/json" }, body });

/** Sends JSON; gives the answer's text, or throws the problem's (RFC 9457). */
export const post = send("POST");
/** The same in place of what is there. */
export const put = send("PUT");

/** Takes back what is there. */
export const remove = (url) => ask(url, { method: "DELETE" });

/** A page as the server draws it now. */
export const page = (url) => ask(url);

let again = () => {};

/**
 * Hears of every change: `home` with the text of each event less what changes by itself and changes nothing on the page (the
 * server's time, how far a request that can be answered has come), `line` with "live", "offline" or "out" (not enrolled).
 * An event stream may stay open on a dead line, and "genuine" must never be said without knowing. So a stream that was
 * silent for 45 seconds, or that the page comes back to, is opened anew, and what does not answer is offline.
 */
export function connect(events, homeUrl, home, line) {
  let source, timer, wait;
  const later = (what, ms) => {
    clearTimeout(timer);
    timer = setTimeout(what, ms);
  };
  const slower = () => {
    later(open, wait);
    wait = Math.min(wait * 2, 30000);
  };
  const heard = (text) => {
    home(text.replaceAll(/"(now|state)":[^,}]*/g, ""));
    line("live");
    later(open, 45000);
  };
  // Tells apart what a broken stream does not: the line, the binding, or only the stream.
  const look = (then) =>
    ask(homeUrl).then(
      (text) => {
        heard(text);
        then?.();
      },
      (why) => {
        source.close();
        if (!why.includes("not-signed-in")) return line("offline"), slower();
        clearTimeout(timer);
        line("out");
      },
    );
  const open = () => {
    source?.close();
    source = new EventSource(events);
    source.addEventListener("home", (event) => {
      wait = 1000;
      heard(event.data);
    });
    source.addEventListener("bye", slower);
    source.onerror = () => {
      source.close();
      look(slower);
    };
    later(look, 10000);
  };
  again = () => {
    wait = 1000;
    open();
  };
  addEventListener("online", again);
  addEventListener("offline", () => line("offline"));
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => event.persisted && again());
  document.addEventListener("visibilitychange", () => document.hidden || again());
  again();
}

/** Tries the line again now. */
export const reconnect = () => again();

// ---- The rest -------------------------------------------------------------------------------------------------------

/** Resolves once the page is in front of somebody. */
export const whenVisible = () =>
  new Promise((ok) => {
    const check = () => document.hidden || ok();
    document.addEventListener("visibilitychange", check);
    check();
  });

/** What the customer may know this phone by; browsers say little, and that is well. */
export function deviceName() {
  const agent = navigator.userAgent;
  const model = /Android [^;]+; ([^;)]{2,40})\)/.exec(agent)?.[1];
  if (model) return model.split(" Build")[0];
  const kind = ["iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux"].find((name) => agent.includes(name));
  return { Android: "Android phone", Windows: "Windows computer", Macintosh: "Mac", Linux: "Linux computer" }[kind] ?? kind ?? "This phone";
}

/** The binding code a link brought along behind `#bind=`, taken out of the address so that it is not kept in the history. */
export function takeCode() {
  const code = /^#bind=([\w-]+)$/.exec(location.hash)?.[1] ?? "";
  if (code) history.replaceState(null, "", location.pathname);
  return code;
}

/** Changes of which the customer said on this phone that it was them: kept here alone, as JSON. */
export const checked = () => localStorage.getItem("checked") ?? "[]";
export const setChecked = (runs) => localStorage.setItem("checked", runs);

export const now = () => Date.now();

/** Lets the page be installed, and say "we cannot tell right now" instead of nothing when it is opened offline. */
export const registerWorker = () => navigator.serviceWorker?.register("/me/sw.js", { scope: "/me" }).catch(() => {});
