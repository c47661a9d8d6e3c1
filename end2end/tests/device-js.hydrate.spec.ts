// The phone's signatures, checked by a library that is not ours: Node's own. No server is needed, only a browser.
import { createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";

const DEVICE_JS = readFileSync(new URL("../../app/src/browser/device.js", import.meta.url), "utf8");
const HEADER = '{"alg":"ES256","kid":"device","typ":"countersign-answer+jwt"}';
const PAYLOAD = '{"shown_text":"Did you contact Acmé?\\nAna L."}';

async function open(page: Page) {
  await page.route("http://localhost/**", (route) =>
    route.request().url().endsWith(".js")
      ? route.fulfill({ contentType: "text/javascript", body: DEVICE_JS })
      : route.fulfill({ contentType: "text/html", body: "<!doctype html><title>A phone</title>" }),
  );
  await page.goto("http://localhost/me");
}

const jwk = (page: Page, which = "device") =>
  page.evaluate(async (which) => (await import("/device.js" as string)).publicJwk(which), which);
const sign = (page: Page, which = "device") =>
  page.evaluate(
    async ([header, payload, which]) => (await import("/device.js" as string)).sign(header, payload, which),
    [HEADER, PAYLOAD, which],
  );

function verifies(jws: string, key: string): boolean {
  const [header = "", payload = "", signature = ""] = jws.split(".");
  const publicKey = createPublicKey({ key: JSON.parse(key), format: "jwk" });
  const raw = Buffer.from(signature, "base64url");
  return raw.length === 64 && verify("sha256", Buffer.from(`${header}.${payload}`), { key: publicKey, dsaEncoding: "ieee-p1363" }, raw);
}

test("an answer signed by the phone verifies elsewhere, and by its own key only", async ({ page }) => {
  await open(page);
  const key = await jwk(page);
  expect(Object.keys(JSON.parse(key)).sort()).toEqual(["crv", "kty", "x", "y"]);
  const jws = await sign(page);
  expect(jws).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  expect(Buffer.from(jws.split(".")[0] ?? "", "base64url").toString()).toBe(HEADER);
  expect(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString()).toBe(PAYLOAD);
  expect(verifies(jws, key)).toBe(true);
  expect(verifies(jws, await jwk(page, "unlock"))).toBe(false);
  expect(verifies(await sign(page, "unlock"), await jwk(page, "unlock"))).toBe(true);
});

test("the key outlives a reload, and nobody can read its private half", async ({ page }) => {
  await open(page);
  const key = await jwk(page);
  await page.reload();
  expect(await jwk(page)).toBe(key);
  const read = page.evaluate(async () => {
    const { privateKey } = await (await import("/device.js" as string)).ensureKey("device");
    return crypto.subtle.exportKey("pkcs8", privateKey);
  });
  await expect(read).rejects.toThrow(/InvalidAccessError|not extractable/);
});

test("a binding code in the address is taken out of it", async ({ page }) => {
  await open(page);
  await page.goto("http://localhost/me#bind=7KQ4-M2PX");
  expect(await page.evaluate(async () => (await import("/device.js" as string)).takeCode())).toBe("7KQ4-M2PX");
  expect(page.url()).toBe("http://localhost/me");
});

test("a passkey is made and used, as the standard's JSON", async ({ page, context }) => {
  await open(page);
  const devtools = await context.newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
  });
  const answers = await page.evaluate(async () => {
    const device = await import("/device.js" as string);
    const challenge = "AAECAwQFBgcICQoLDA0ODw";
    const made = JSON.parse(
      await device.passkeyCreate(
        JSON.stringify({
          publicKey: {
            challenge,
            rp: { id: "localhost", name: "Acme" },
            user: { id: "AQID", name: "mirela", displayName: "Mirela" },
            pubKeyCredParams: [{ type: "public-key", alg: -7 }],
            excludeCredentials: null,
            authenticatorSelection: { userVerification: "required" },
          },
        }),
      ),
    );
    const options = { publicKey: { challenge, rpId: "localhost", allowCredentials: [{ type: "public-key", id: made.rawId }], userVerification: "required" } };
    const used = JSON.parse(await device.passkeyGet(JSON.stringify(options)));
    // The same where the browser lacks the standard's own reading and writing of JSON.
    for (const name of ["parseRequestOptionsFromJSON", "parseCreationOptionsFromJSON"]) Reflect.set(PublicKeyCredential, name, undefined);
    Reflect.set(PublicKeyCredential.prototype, "toJSON", undefined);
    const older = JSON.parse(await device.passkeyGet(JSON.stringify(options)));
    return { can: await device.canVerify(), made, used, older };
  });
  expect(answers.can).toBe(true);
  expect(answers.used.id).toBe(answers.made.id);
  expect(answers.made.response.attestationObject).toBeTruthy();
  expect(Object.keys(answers.older).sort()).toEqual(Object.keys(answers.used).sort());
  expect(Object.keys(answers.older.response).sort()).toEqual(Object.keys(answers.used.response).sort());
});
