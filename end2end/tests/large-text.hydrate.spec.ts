// The customer's pages with their text at twice its size (WCAG 2.2, 1.4.4), on a phone: nothing moves sideways, no button is cut off
// or too small for a thumb, and each has a name.
import type { Page } from "@playwright/test";

import { sideways } from "../fixtures/axe";
import { expect, PHONE, test } from "../fixtures/test";

const NOOR = "12876391";

/** What is wrong with the page as it stands, once its text is twice as large. */
async function wrong(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    document.documentElement.style.fontSize = "200%";
  });
  const found: string[] = [];
  const over = await sideways(page);
  if (over > 0) found.push(`it moves sideways by ${over}`);
  for (const button of await page.getByRole("button").filter({ visible: true }).all()) {
    const what = await button.evaluate((one) => ({
      name: (one.getAttribute("aria-label") ?? one.textContent ?? "").trim(),
      height: one.getBoundingClientRect().height,
      cut: one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1,
    }));
    if (what.name === "") found.push("a button has no name");
    if (what.height < 44) found.push(`“${what.name}” is ${what.height} high`);
    if (what.cut) found.push(`“${what.name}” is cut off`);
  }
  await page.evaluate(() => {
    document.documentElement.style.fontSize = "";
  });
  return found;
}

test("the phone’s pages", async ({ staff, phone }) => {
  test.slow();
  const mirela = await phone("44710982");
  for (const [path, heading] of [
    ["/me", "Your security at Acme"],
    ["/me/pin", /PIN/],
    ["/me/totp", /[Aa]uthenticator/],
    ["/me/passkey", "Passkey on another device"],
  ] as const) {
    await mirela.page.goto(path);
    await expect(mirela.heading(heading).first()).toBeAttached();
    expect.soft(await wrong(mirela.page), path).toEqual([]);
  }
  await mirela.page.goto("/me");
  const ana = await staff("Ana");
  const session = await ana.openSession("44710982");
  await expect(mirela.page.getByText("You are talking to Ana from Acme: genuine")).toBeVisible();
  expect.soft(await wrong(mirela.page), "talking").toEqual([]);
  await ana.askNewEmail(session, "mirela.new@mail.example");
  await expect(mirela.question()).toBeVisible();
  expect.soft(await wrong(mirela.page), "asked").toEqual([]);
});

test("the pages behind links", async ({ staff, phone, newPage }) => {
  test.slow();
  await phone("44710982");
  const ana = await staff("Ana");
  const device = await newPage({ viewport: PHONE });
  await ana.openSession("44710982");
  await ana.page.getByRole("button", { name: /Passkey/ }).click();
  await device.page.goto(await ana.page.locator("#digits").innerText());
  await expect(device.heading("Did you contact Acme?")).toBeVisible();
  expect.soft(await wrong(device.page), "by passkey").toEqual([]);
  await ana.openSession(NOOR, "update_contact_preferences");
  await ana.page.getByRole("button", { name: /PIN on their own page/ }).click();
  await device.page.goto(await ana.page.locator("#digits").innerText());
  await expect(device.heading("Enter your Acme PIN")).toBeVisible();
  expect.soft(await wrong(device.page), "by PIN").toEqual([]);
  await device.page.goto("/p/none");
  await expect(device.heading("This link opens nothing now")).toBeVisible();
  expect.soft(await wrong(device.page), "over").toEqual([]);
  const mailbox = await newPage({ viewport: PHONE });
  await mailbox.page.goto("/demo/mailbox");
  await device.page.goto((await mailbox.page.getByRole("link").first().getAttribute("href")) ?? "");
  await expect(device.heading(/./).first()).toBeVisible();
  expect.soft(await wrong(device.page), "this was not me").toEqual([]);
});
