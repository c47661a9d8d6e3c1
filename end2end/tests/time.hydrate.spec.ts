// What time alone changes. The demo's clock is put forward; nobody waits.
import type { Page } from "@playwright/test";

import type { Desk } from "../fixtures/desk";
import { expect, test } from "../fixtures/test";

const NEW = "ruta.new@mail.example";

/** So many seconds pass for the whole installation. */
async function pass(page: Page, seconds: number): Promise<void> {
  const answer = await page.request.post("/demo/clock", { form: { seconds }, headers: { "sec-fetch-site": "same-origin" }, maxRedirects: 0 });
  expect(answer.status()).toBe(303);
}

/** What a screen reader was told last. */
const polite = ({ page }: Desk) => page.locator("#say");
const assertive = ({ page }: Desk) => page.locator("#say-now");

test("two minutes pass: both screens say that it has run out, and the agent asks again", async ({ staff, phone, newPage }) => {
  const ana = await staff("Ana");
  const ruta = await phone("61339054");
  const session = await ana.openSession("61339054");
  const first = await ana.askNewEmail(session, NEW);
  await expect(ruta.question()).toBeVisible();

  const mailbox = await newPage();
  await mailbox.page.goto("/demo/mailbox");
  await mailbox.page.getByRole("button", { name: "Two minutes pass" }).click();
  await expect(mailbox.page).toHaveURL(/\/demo\/mailbox$/);
  await expect(ana.page.getByText("This challenge has run out of time").first()).toBeVisible();
  await expect(ana.page.getByRole("button", { name: "Ask again" })).toBeFocused();
  await expect(assertive(ana)).toHaveText("This challenge has run out of time");
  await expect(ruta.heading("This request has run out of time")).toBeVisible();
  await expect(ana.page.getByLabel("New email")).toHaveValue(NEW);

  await ana.page.getByRole("button", { name: "Ask again" }).click();
  const second = await ana.digits();
  await expect(ruta.question()).toBeVisible();
  await ruta.type(second);
  await ruta.approve();
  await expect(ruta.heading("You approved this change")).toBeVisible();
  await expect(ana.heading("Change email: done, exactly as approved")).toBeFocused();
  expect(first).toMatch(/^\d{6}$/);
});

test("a minute before the level drops it is said, and then it drops", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const ruta = await phone("61339054");
  const session = await ana.openSession("61339054");
  await ana.page.getByRole("button", { name: "No change to make?" }).click();
  await ruta.type(await ana.digits());
  await ruta.approve();
  await expect(ana.level()).toHaveText("High");
  await ana.page.goto(session);
  await ana.live();

  await pass(ana.page, 13 * 60);
  // A page that keeps itself true is no use of the sign-in; this is.
  await ana.page.goto(session);
  await ana.live();
  await expect(ana.level()).toHaveText("High");
  await pass(ana.page, 60);
  await expect(polite(ana)).toHaveText("Level drops in 60 seconds");
  await expect(ana.page.getByText("ends soon")).toBeVisible();
  await pass(ana.page, 60);
  await expect(ana.level()).toHaveText("Unverified");
  await expect(assertive(ana)).toHaveText("This session is now Unverified");
});
