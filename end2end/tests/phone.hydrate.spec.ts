// The customer's phone by itself: what crosses the wire, what is signed, what stays, and what it says without a line.
import { expect, test } from "../fixtures/test";

const NEW = "ruta.new@mail.example";
const SAYS_NO = /status of (403|409|410|422)/;
const LINE_IS_DOWN = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INTERNET_DISCONNECTED|status of 503/;

/** What a JWS signs, read. */
const claims = (jws: string) => JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString());

test("a prompt costs a phone that was never here less than 120 000 bytes", async ({ staff, phone, server }) => {
  const ana = await staff("Ana");
  const ruta = await phone("61339054");
  await ana.askNewEmail(await ana.openSession("61339054"), NEW);
  await expect(ruta.question()).toBeVisible();
  const devtools = await ruta.page.context().newCDPSession(ruta.page);
  await devtools.send("Network.enable");
  await devtools.send("Network.clearBrowserCache");
  await devtools.send("Network.setBypassServiceWorker", { bypass: true });
  let bytes = 0;
  const kinds = new Set<string>();
  const urls = new Map<string, string>();
  devtools.on("Network.responseReceived", ({ requestId, response }) => urls.set(requestId, response.url));
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    bytes += encodedDataLength;
    kinds.add(urls.get(requestId)?.replace(server.origin, "").split(/[?#]/)[0]?.split(".").pop() ?? "");
  });
  await ruta.page.reload();
  await expect(ruta.page.locator("#send")).toHaveAttribute("aria-disabled", "true");
  await ruta.type("1");
  await expect(ruta.page.locator(".code__boxes i").nth(1)).toHaveClass("next");
  await ruta.page.waitForLoadState("networkidle");
  for (const kind of ["wasm", "js", "css", "svg"]) expect([...kinds]).toContain(kind);
  expect(bytes).toBeGreaterThan(30_000);
  expect(bytes).toBeLessThan(120_000);
});

test("what is signed is what stands on the screen, line by line", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const ruta = await phone("61339054");
  const digits = await ana.askNewEmail(await ana.openSession("61339054"), NEW);
  await ruta.type(digits);
  const sent = ruta.page.waitForRequest(/\/answer$/);
  await ruta.approve();
  const lines: string[] = claims((await sent).postDataJSON().answer).shown_text.split("\n");
  expect(lines).toEqual([
    "Did you contact Acme?",
    "Ana L.",
    expect.stringMatching(/^Acme Care, no\. \d+$/),
    "Change your email address",
    expect.stringMatching(/^from .+@/),
    `to ${NEW}`,
    expect.stringMatching(/^You called us, on /),
  ]);
  await expect(ruta.heading("You approved this change")).toBeVisible();
});

test("other words on the screen than were asked cannot be approved", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const ruta = await phone("61339054");
  ruta.watch.allow(SAYS_NO);
  const digits = await ana.askNewEmail(await ana.openSession("61339054"), NEW);
  await ruta.type(digits);
  await ruta.page.getByText(NEW).evaluate((value) => (value.textContent = "ruta@home.example"));
  await ruta.approve();
  await expect(ruta.page.getByRole("alert")).toContainText("That did not go through");
  await expect(ana.timeline()).not.toContainText("Change email: done");
});

test("an end stays after a reload, and in another tab", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const ruta = await phone("61339054");
  const digits = await ana.askNewEmail(await ana.openSession("61339054"), NEW);
  await expect(ruta.question()).toBeVisible();
  const other = await ruta.page.context().newPage();
  await other.goto("/me");
  await expect(other.getByRole("heading", { name: "Did you contact Acme?" })).toBeFocused();
  await ruta.type(digits);
  await ruta.approve();
  for (const page of [ruta.page, other]) await expect(page.getByRole("heading", { name: "You approved this change" })).toBeFocused();
  await ruta.page.reload();
  await expect(ruta.heading("You approved this change")).toBeVisible();
  await ruta.page.getByRole("button", { name: "Done" }).click();
  await expect(ruta.heading("Your security at Acme")).toBeFocused();
  await expect(ruta.page).toHaveURL(/\/me$/);
});

test("by keys alone, and digits that are typed before the script is here", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const ruta = await phone("61339054");
  const digits = await ana.askNewEmail(await ana.openSession("61339054"), NEW);
  await expect(ruta.question()).toBeVisible();
  let release = (): void => {};
  const held = new Promise<void>((done) => (release = done));
  await ruta.page.route("**/*.wasm*", async (route) => {
    await held;
    await route.continue();
  });
  await ruta.page.reload({ waitUntil: "commit" });
  const field = ruta.page.getByRole("textbox", { name: /six digits/ });
  await field.focus();
  await ruta.page.keyboard.type(digits.slice(0, 3));
  await ruta.page.keyboard.press("Enter");
  await expect(field).toHaveValue(digits.slice(0, 3));
  release();
  await expect(ruta.page.locator(".code__boxes i").nth(3)).toHaveClass("next");
  await field.focus();
  await ruta.page.keyboard.press("End");
  await ruta.page.keyboard.press("Enter");
  await expect(ruta.page.locator("#say")).toHaveText("Type all six digits first");
  await ruta.page.keyboard.type(digits.slice(3));
  await expect(ruta.page.locator("#say")).toHaveText("Six digits typed. Approve is ready");
  await ruta.page.keyboard.press("Enter");
  await expect(ruta.heading("You approved this change")).toBeFocused();
});

test("a second press while an answer is on its way is none", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const ruta = await phone("61339054");
  const digits = await ana.askNewEmail(await ana.openSession("61339054"), NEW);
  await ruta.type(digits);
  let answers = 0;
  ruta.page.on("request", (request) => (answers += Number(request.url().endsWith("/answer"))));
  await ruta.page.locator("#answer").evaluate((form: HTMLFormElement) => {
    for (const _ of [1, 2, 3]) form.requestSubmit();
    form.querySelector<HTMLButtonElement>("[data-press=deny]")?.click();
  });
  await expect(ruta.heading("You approved this change")).toBeVisible();
  expect(answers).toBe(1);
});

test("a code that was used says so, and another can be typed", async ({ newPage, phone }) => {
  const ruta = await phone("61339054");
  const thief = await newPage();
  thief.watch.allow(SAYS_NO);
  await thief.page.goto("/me");
  await thief.page.getByLabel("Binding code").fill("7kq4-m2px");
  await thief.page.getByRole("button", { name: "Make this phone my proof" }).click();
  await expect(thief.heading("This code has run out")).toBeFocused();
  await thief.page.getByRole("button", { name: "Type a new code" }).click();
  await expect(thief.heading("Make this phone your proof")).toBeFocused();
  await expect(ruta.heading("Your security at Acme")).toBeAttached();
});

test("offline, the page says at once that it cannot tell, and tells again afterwards", async ({ phone }) => {
  const ruta = await phone("61339054");
  await expect(ruta.page.getByText("You are not talking to Acme now")).toBeVisible();
  await ruta.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  ruta.watch.allow(LINE_IS_DOWN);
  await ruta.page.context().setOffline(true);
  await expect(ruta.page.getByText("We cannot tell right now")).toBeVisible();
  // Its icon was on no screen before, and comes without the line all the same.
  await expect.poll(() => ruta.page.locator(".genuine--not use").evaluate((icon: SVGUseElement) => icon.getBBox().width)).toBeGreaterThan(0);
  await ruta.page.reload();
  await expect(ruta.heading("We cannot tell right now")).toBeVisible();
  await ruta.page.context().setOffline(false);
  await ruta.page.getByRole("link", { name: "Try again" }).click();
  await expect(ruta.page.getByText("You are not talking to Acme now")).toBeVisible();
});

test("times are the reader's own", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const ruta = await phone("61339054", { options: { timezoneId: "Asia/Kolkata" } });
  await ana.openSession("61339054");
  const here = await ruta.page.evaluate(() => new Intl.DateTimeFormat("en-GB", { hour: "2-digit", timeZone: "Asia/Kolkata" }).format());
  await expect(ruta.page.getByRole("status", { name: "Current contact" })).toContainText(new RegExp(`at (${here}|${String((Number(here) + 23) % 24).padStart(2, "0")}):\\d\\d\\.`));
});

test("without a script it can be read: whether we are talking, what was done, and why it cannot answer", async ({ staff, phone, newPage }) => {
  const ana = await staff("Ana");
  const ruta = await phone("61339054");
  const plain = await newPage({ javaScriptEnabled: false });
  await plain.page.context().addCookies(await ruta.page.context().cookies());
  await plain.page.goto("/me");
  await expect(plain.page.getByText("You are not talking to Acme now")).toBeVisible();
  // Chromium that is only told to run no scripts reads this as if it did, and does not show it.
  expect(await plain.page.locator("noscript").textContent()).toContain("Answering needs JavaScript");
  await expect(plain.page.getByText("Nothing was changed lately")).toBeVisible();
  // A plain form, and no button that would do nothing.
  await expect(plain.page.getByRole("button")).toHaveText(["Remove"]);
  await ana.askNewEmail(await ana.openSession("61339054"), NEW);
  await plain.page.reload();
  await expect(plain.heading("Did you contact Acme?")).toBeVisible();
  await expect(plain.page.getByText(NEW)).toBeVisible();
  await expect(plain.page.getByRole("button")).toHaveCount(0);
});
