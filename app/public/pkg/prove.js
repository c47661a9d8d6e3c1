// The page behind a link: asks the passkey, sends its answer, and draws the page again; or has a pad of digits for what is typed. It
// decides nothing and keeps nothing; without it the page still says who asks and for what, takes what is typed, and stops everything.

const [box, form, pad] = ["prove", "code", "pad"].map((id) => document.getElementById(id));
const [approve, without, trouble, left] = ["approve", "without", "trouble", "left"].map((id) => document.getElementById(id));
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** Says why it did not go; the button can be pressed again. */
function say(words) {
  trouble.querySelector("span").textContent = words;
  trouble.hidden = false;
  approve.disabled = without.disabled = false;
}

async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token: box?.dataset.token ?? form.elements.token.value, ...body }),
    signal: AbortSignal.timeout(15000),
  });
  const said = answer.status === 204 ? null : await answer.json();
  if (!answer.ok) throw said;
  return said;
}

/** WebAuthn Level 3 sections 5.1.9 and 5.1.1; by hand where a browser lacks the functions for JSON. */
async function ask(options) {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON?.(options)
    ?? { ...options, challenge: bytes(options.challenge), allowCredentials: options.allowCredentials.map((one) => ({ ...one, id: bytes(one.id) })) };
  const made = await navigator.credentials.get({ publicKey });
  if (made.toJSON) return made.toJSON();
  const response = {};
  for (const name of ["clientDataJSON", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[name]) response[name] = text(made.response[name]);
  }
  return { id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: made.getClientExtensionResults() };
}

async function answer(verify) {
  trouble.hidden = true;
  approve.disabled = without.disabled = true;
  try {
    const { publicKey } = await post("/prove/v1/start", { verify });
    await post("/prove/v1/answer", { credential: await ask(publicKey) });
    location.reload();
  } catch (why) {
    if (why.code === "challenge-over" || why.code === "frozen") return location.reload();
    if (why.detail) return say(why.detail);
    if (why.name === "NotAllowedError") {
      without.hidden = false;
      return say("No passkey answered. Nothing was changed. Try again, on the device that holds it.");
    }
    say("We could not be reached. Nothing was changed. Try again.");
  }
}

if (box) {
  if (typeof PublicKeyCredential === "function") {
    approve.disabled = false;
    approve.addEventListener("click", () => answer(true));
    without.addEventListener("click", () => answer(false));
  } else {
    say("This browser has no passkeys. Open the link on another device; you can still say no here.");
    approve.disabled = true;
  }
}

if (form) {
  const field = form.elements.typed;
  // The agent hears that somebody is there; what is typed stays here until it is sent.
  let told = false;
  const typing = () => {
    if (told || field.value === "") return;
    told = true;
    post("/prove/v1/typing", {}).catch(() => {});
  };
  field.addEventListener("input", typing);
  if (pad) {
    pad.hidden = false;
    pad.addEventListener("click", (event) => {
      const digit = event.target.closest("button")?.dataset.digit;
      if (digit === undefined) return;
      field.value = digit === "" ? field.value.slice(0, -1) : (field.value + digit).slice(0, field.maxLength);
      document.getElementById("say").textContent = `${field.value.length} digits`;
      typing();
    });
  }
}

if (left) {
  const end = performance.now() + 1000 * Number(left.dataset.left);
  const count = setInterval(() => {
    const seconds = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds > 0) return;
    clearInterval(count);
    location.reload();
  }, 1000);
}
