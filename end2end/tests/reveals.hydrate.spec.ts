// What a script adds to a reveal: the keyboard, the focus, what is said, and that the page stays. And what a supervisor sees.
import { barriers, sideways } from "../fixtures/axe";
import { pass } from "../fixtures/clock";
import type { Desk } from "../fixtures/desk";
import type { Phone } from "../fixtures/phone";
import { expect, test } from "../fixtures/test";

const RUTA = "61339054";
const ADDRESS = "ruta.d@post.example";
const NEW = "ruta.new@mail.example";
const CANARY = "67130284";

/** A session in which Ruta has shown who she is. */
async function proved(ana: Desk, ruta: Phone): Promise<string> {
  const session = await ana.openSession(RUTA);
  await ana.page.getByRole("button", { name: "No change to make?" }).click();
  await ruta.type(await ana.digits());
  await ruta.approve();
  await expect(ana.level()).toHaveText("High");
  return session;
}

async function clean({ page }: Desk | Phone): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect.soft(await barriers(page), colorScheme).toEqual([]);
    expect.soft(await sideways(page), colorScheme).toBe(0);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

test("by keyboard alone, beside a form that is being filled in", async ({ staff, phone }) => {
  test.slow();
  const ana = await staff("Ana");
  const ruta = await phone(RUTA);
  const session = await proved(ana, ruta);
  await ruta.page.goto("/me");
  await expect(ruta.heading("Recent contacts")).toBeVisible();
  await ana.fillInEmail(session, NEW);
  const { keyboard } = ana.page;
  const control = ana.page.locator("#reveal-email");
  const reason = ana.page.locator("#reveal-email-why");
  const words = ana.page.locator("#reveal-email-words");

  await control.focus();
  await keyboard.press("Enter");
  await expect(reason).toBeFocused();
  await clean(ana);
  await keyboard.press("Escape");
  await expect(reason).toBeHidden();
  await expect(control).toBeFocused();

  // Another reason is asked for in words, and the others are not.
  await keyboard.press("Enter");
  await expect(words).toBeHidden();
  await keyboard.press("End");
  await expect(reason).toHaveValue("other");
  await expect(words).toBeVisible();
  await keyboard.press("Home");
  await expect(reason).toHaveValue("read_back");
  await expect(words).toBeHidden();
  await keyboard.press("Tab");
  await keyboard.press("Enter");
  await expect(ana.page.getByText(ADDRESS)).toBeVisible();
  await expect(control).toHaveText(/Hides in/);
  await expect(control).toBeFocused();
  await expect(ana.page.locator("#say")).toHaveText("Email shown for 60 seconds");
  await expect(ana.page.getByLabel("New email")).toHaveValue(NEW);
  await clean(ana);
  await expect(ruta.page.getByText("Ana L. looked at your email address")).toBeVisible();

  // It goes by itself, and the focus stays where it was.
  await pass(ana.page, 60);
  await expect(ana.page.getByText(ADDRESS)).toHaveCount(0);
  await expect(control).toHaveText("Reveal");
  await expect(control).toBeFocused();
  await expect(ana.page.getByLabel("New email")).toHaveValue(NEW);
});

test("a page that nobody tells any more hides it by itself", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const ruta = await phone(RUTA);
  const session = await proved(ana, ruta);
  await ana.page.goto(session);
  await ana.live();
  await ana.page.clock.install();
  await ana.page.goto(session);
  await ana.live();
  await ana.page.getByLabel("Reveal email, audited").click();
  await ana.page.getByRole("button", { name: "Reveal for 60 s" }).filter({ visible: true }).click();
  await expect(ana.page.getByText(ADDRESS)).toBeVisible();
  ana.watch.allow(/net::ERR_INTERNET_DISCONNECTED|Failed to fetch/);
  await ana.page.context().setOffline(true);
  await ana.page.clock.runFor(61_000);
  await expect(ana.page.getByText(ADDRESS)).toHaveCount(0);
  await ana.page.context().setOffline(false);
});

test("the budget stops it, and says what to do; a supervisor was told", async ({ staff, phone }) => {
  test.slow();
  const ana = await staff("Ana");
  const jonas = await staff("Jonas");
  await jonas.page.goto("/floor");
  await jonas.live();
  const ruta = await phone(RUTA);
  const session = await proved(ana, ruta);
  const id = session.replace("/desk/", "");
  for (let shown = 0; shown < 20; shown += 1) {
    if (shown > 0 && shown % 3 === 0) await pass(ana.page, 60);
    const field = ["email", "phone", "postal_address"][shown % 3] ?? "";
    const form = { session: id, field, because: "right_record" };
    const answer = await ana.page.request.post("/api/desk/reveal", { form, headers: { "sec-fetch-site": "same-origin" }, maxRedirects: 0 });
    expect(answer.ok(), `reveal ${shown}`).toBe(true);
  }
  const told = jonas.page.getByRole("listitem").filter({ hasText: "Many masked fields shown to one agent" });
  await expect(told).toHaveCount(1);
  await expect(told).toContainText("Ana Lindqvist");

  await pass(ana.page, 60);
  await ana.page.goto(session);
  await ana.live();
  ana.watch.allow(/status of 429/);
  await ana.page.getByLabel("Reveal email, audited").click();
  await ana.page.getByRole("button", { name: "Reveal for 60 s" }).filter({ visible: true }).click();
  await expect(ana.page.getByText("as many masked fields shown as one agent may in an hour")).toBeVisible();
  await expect(ana.page.getByText("ask the customer to say it to you")).toBeVisible();
  await expect(ana.page.getByText(ADDRESS)).toHaveCount(0);
});

test("a canary that is opened stands on the open floor, and the agent sees a customer like any other", async ({ staff }) => {
  const jonas = await staff("Jonas");
  await jonas.page.goto("/floor");
  await jonas.live();
  const ana = await staff("Ana");
  await ana.openSession(CANARY);
  const alert = jonas.page.getByRole("listitem").filter({ hasText: "Canary customer opened" });
  await expect(alert).toContainText("Ana Lindqvist");
  await expect(alert).toContainText("Customer 6713 0284");
  await clean(jonas);
  expect((await ana.page.content()).toLowerCase()).not.toContain("canary");
  await alert.getByRole("link", { name: "Look" }).click();
  await expect(jonas.page.getByText("Nobody has a reason to open this one")).toBeVisible();
  await jonas.page.getByRole("button", { name: "Acknowledge" }).click();
  await expect(jonas.page.getByText("Acknowledged by Jonas Weber")).toBeVisible();
});
