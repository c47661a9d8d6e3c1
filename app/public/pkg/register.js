// The page behind an invitation: has the browser make a passkey, sends what it says, and shows that it is made. It decides nothing and
// keeps nothing.

const [form, name, make, trouble, left] = ["register", "name", "make", "trouble", "left"].map((id) => document.getElementById(id));
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** Says why it did not go; the button can be pressed again. */
function say(words) {
  trouble.querySelector("span").textContent = words;
  trouble.hidden = false;
  make.disabled = false;
}

async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token: form.dataset.token, name: name.value, ...body }),
    signal: AbortSignal.timeout(15000),
  });
  const said = answer.status === 204 ? null : await answer.json();
  if (!answer.ok) throw said;
  return said;
}

/** WebAuthn Level 3 sections 5.1.8 and 5.1.1; by hand where a browser lacks the functions for JSON. */
async function create(options) {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON?.(options) ?? {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: (options.excludeCredentials ?? []).map((one) => ({ ...one, id: bytes(one.id) })),
  };
  const made = await navigator.credentials.create({ publicKey });
  if (made.toJSON) return made.toJSON();
  const { clientDataJSON, attestationObject } = made.response;
  const response = { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject) };
  if (made.response.getTransports) response.transports = made.response.getTransports();
  return { id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: made.getClientExtensionResults() };
}

/** Takes the place of what was asked; the link is used up, so drawing the page again would say only that. */
function done() {
  clearInterval(count);
  document.getElementById("ask").hidden = true;
  const made = document.getElementById("done");
  made.hidden = false;
  made.querySelector("h1").focus();
}

async function register() {
  trouble.hidden = true;
  make.disabled = true;
  try {
    const { publicKey } = await post("/prove/v1/register/start", {});
    await post("/prove/v1/register/finish", { credential: await create(publicKey) });
    done();
  } catch (why) {
    if (why.code === "link-used" || why.code === "frozen") return location.reload();
    if (why.detail) return say(why.detail);
    if (why.name === "InvalidStateError") return say("This device has a passkey of yours already, or is in sync with one that has. It needs no other.");
    if (why.name === "NotAllowedError") return say("No passkey was made. Nothing was changed. Try again when you like.");
    say("We could not be reached. Nothing was changed. Try again.");
  }
}

let count;
if (form) {
  if (typeof PublicKeyCredential === "function") {
    make.disabled = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      register();
    });
  } else {
    say("This browser has no passkeys. Open the link in another one.");
    make.disabled = true;
  }
  const end = performance.now() + 1000 * Number(left.dataset.left);
  count = setInterval(() => {
    const seconds = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds > 0) return;
    clearInterval(count);
    location.reload();
  }, 1000);
}
