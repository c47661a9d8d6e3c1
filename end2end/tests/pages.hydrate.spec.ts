// Every screen, in light and dark and at three widths: no barrier that axe knows, and nothing to move sideways on a phone.
import { barriers, sideways } from "../fixtures/axe";
import type { Desk } from "../fixtures/desk";
import { others } from "../fixtures/desk";
import { found } from "../fixtures/log";
import type { Phone } from "../fixtures/phone";
import { expect, test } from "../fixtures/test";

const NEW = "mirela.new@mail.example";

/** Looks at the page as it is, in every scheme and width that its readers have. What is wrong fails the test at its end. */
async function everyLook({ page }: Desk | Phone, { narrow }: { narrow: boolean }): Promise<void> {
  const before = page.viewportSize();
  const wrong = new Set<string>();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of narrow ? [390, 320] : [1440, 1024, 390]) {
      await page.setViewportSize({ width, height: 900 });
      for (const barrier of await barriers(page)) wrong.add(barrier);
      const over = await sideways(page);
      if (over > 0) wrong.add(`at ${width} it moves sideways by ${over}`);
    }
  }
  expect.soft([...wrong], new URL(page.url()).pathname).toEqual([]);
  if (before) await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

test("signing in, one’s own sign-ins, inviting, the floor", async ({ newPage, staff }) => {
  test.slow();
  const nobody = await newPage();
  nobody.watch.allow(/status of 410/); // A link without its token.
  for (const path of ["/sign-in", "/setup", "/demo/mailbox"]) {
    await nobody.page.goto(path);
    await everyLook(nobody, { narrow: false });
  }
  const jonas = await staff("Jonas");
  for (const path of ["/account", "/floor", "/floor/alerts", "/floor/numbers", "/desk"]) {
    await jonas.page.goto(path);
    await everyLook(jonas, { narrow: false });
  }
  const ingrid = await staff("Ingrid");
  for (const path of ["/staff", "/access", "/access/staff", "/policy", "/policy/new", "/policy/1", "/audit/pruning", "/audit/outside?action=refund"]) {
    await ingrid.page.goto(path);
    await everyLook(ingrid, { narrow: false });
  }
});

test("the desk, from an empty one to a change that is done", async ({ staff, phone }) => {
  test.setTimeout(240_000);
  const ana = await staff("Ana");
  const mirela = await phone("44710982");
  await ana.page.goto("/desk/new");
  await everyLook(ana, { narrow: false });
  const session = await ana.openSession("44710982");
  await everyLook(ana, { narrow: false });
  await ana.page.goto(`${session}/do/refund`);
  await everyLook(ana, { narrow: false });
  await ana.page.goto(`${session}/do/update_contact_preferences`);
  await everyLook(ana, { narrow: false });
  await ana.fillInEmail(session, NEW);
  await everyLook(ana, { narrow: false });
  await ana.page.getByRole("button", { name: "Ask the customer to approve" }).click();
  const digits = await ana.digits();
  await expect(mirela.question()).toBeVisible();
  await everyLook(ana, { narrow: false });
  await mirela.type(digits);
  await mirela.approve();
  await expect(ana.heading("Change email: done, exactly as approved")).toBeVisible();
  await everyLook(ana, { narrow: false });
  await ana.page.goto(session);
  await everyLook(ana, { narrow: false });
});

test("the audit log, an entry of it, and a session’s story", async ({ staff, phone }) => {
  test.slow();
  const ana = await staff("Ana");
  const mirela = await phone("44710982");
  const session = await ana.openSession("44710982");
  await mirela.type(await ana.askNewEmail(session, NEW));
  await mirela.approve();
  await expect(mirela.heading("You approved this change")).toBeVisible();
  const jonas = await staff("Jonas");
  await found(jonas, "/audit?kind=ran");
  await everyLook(jonas, { narrow: false });
  for (const path of ["/audit?from=2026-01-01T00:00&channel=phone", "/audit?q=nobody", "/audit/entry/2", session.replace("/desk/", "/audit/session/")]) {
    await jonas.page.goto(path);
    await everyLook(jonas, { narrow: false });
  }
});

test("a frozen session, and a request that was withdrawn", async ({ staff, phone }) => {
  test.slow();
  const ana = await staff("Ana");
  const tomas = await phone("58201147");
  const session = await ana.openSession("58201147");
  await ana.askNewEmail(session, NEW);
  await expect(tomas.question()).toBeVisible();
  await ana.page.getByRole("button", { name: "Withdraw Esc" }).click();
  await expect(tomas.heading("This request has run out of time")).toBeVisible();
  await everyLook(ana, { narrow: false });
  await everyLook(tomas, { narrow: true });
  await ana.page.goto(session);
  await ana.page.getByLabel("Session menu").click();
  await ana.page.getByRole("button", { name: "Suspected attack" }).click();
  await expect(ana.heading("This session is frozen")).toBeVisible();
  await everyLook(ana, { narrow: false });
});

test("the phone, from binding it to a change that is done", async ({ newPage, staff, phone }) => {
  test.setTimeout(240_000);
  const unbound = await newPage({ viewport: { width: 390, height: 844 } });
  await unbound.page.goto("/me");
  await expect(unbound.heading("Make this phone your proof")).toBeVisible();
  await everyLook(unbound, { narrow: true });
  const ana = await staff("Ana");
  const ruta = await phone("61339054");
  ruta.watch.allow(/status of (403|409|422)/);
  await everyLook(ruta, { narrow: true });
  const session = await ana.openSession("61339054");
  await expect(ruta.page.getByText("You are talking to Ana from Acme: genuine")).toBeVisible();
  await everyLook(ruta, { narrow: true });
  const digits = await ana.askNewEmail(session, NEW);
  await expect(ruta.question()).toBeVisible();
  await everyLook(ruta, { narrow: true });
  await ruta.type(others(digits));
  await ruta.approve();
  await expect(ruta.page.getByText("Not the same digits.")).toBeVisible();
  await everyLook(ruta, { narrow: true });
  await ruta.type(digits);
  await ruta.approve();
  await expect(ruta.heading("You approved this change")).toBeVisible();
  await everyLook(ruta, { narrow: true });
  await ruta.page.getByRole("button", { name: "Done" }).click();
  await everyLook(ruta, { narrow: true });
  await unbound.page.goto("/demo/mailbox");
  await everyLook(unbound, { narrow: true });
  await unbound.page.goto((await unbound.page.getByRole("link").first().getAttribute("href")) ?? "");
  await everyLook(unbound, { narrow: true });
  await ruta.page.getByRole("button", { name: "Put it back" }).click();
  await expect(ruta.heading("Put back. Your account is frozen")).toBeVisible();
  await everyLook(ruta, { narrow: true });
});

test("what a screen reader is given: the console and the prompt", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const mirela = await phone("44710982");
  const session = await ana.openSession("44710982");
  await expect(ana.page.getByRole("main")).toMatchAriaSnapshot({ name: "console.aria.yml" });
  await ana.askNewEmail(session, NEW);
  await expect(mirela.question()).toBeVisible();
  await expect(mirela.page.getByRole("main")).toMatchAriaSnapshot({ name: "prompt.aria.yml" });
});
