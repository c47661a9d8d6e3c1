// A PIN: chosen on the phone, typed on the keypad of the telephone, and never anywhere near an agent.
import { barriers } from "../fixtures/axe";
import type { Desk } from "../fixtures/desk";
import { expect, PHONE, test } from "../fixtures/test";

const PIN = "483917";

/** Asks for the PIN; gives the number under which it arrives. */
async function askForPin(ana: Desk): Promise<string> {
  await ana.page.getByRole("button", { name: /Ask for the PIN|PIN on keypad/ }).click();
  await expect(ana.heading("The customer types their PIN")).toBeVisible();
  await ana.live();
  return (await ana.page.locator("#digits").innerText()).replaceAll(/\D/g, "");
}

/** Types on the keypad of the demo's telephone; gives what the caller hears. */
async function type(keypad: Desk, entry: string, digits: string): Promise<void> {
  await keypad.page.goto("/demo/keypad");
  await keypad.page.getByLabel("Number that the agent’s page shows").fill(entry);
  await keypad.page.getByLabel("PIN", { exact: true }).fill(digits);
  await keypad.page.getByRole("button", { name: "Send it" }).click();
}

test("a customer without a phone proves it on the keypad, and the desk sees it by itself", async ({ server, staff, newPage }) => {
  const ana = await staff("Ana");
  const keypad = await newPage({ viewport: PHONE });
  const session = await ana.openSession("12876391", "update_contact_preferences");
  await expect(ana.level()).toHaveText("Unverified");
  await ana.page.goto(`${session}/do/update_contact_preferences`);
  await ana.live();
  await expect(ana.page.getByText("PIN first")).toBeVisible();
  await expect(ana.page.getByRole("button", { name: "Ask the customer to approve" })).toBeDisabled();
  expect(await barriers(ana.page)).toEqual([]);
  const entry = await askForPin(ana);
  expect(entry).toMatch(/^\d{8}$/);
  expect(await barriers(ana.page)).toEqual([]);
  await type(keypad, entry, "402958");
  await expect(keypad.page.getByRole("status")).toContainText("4 tries left");
  await expect(ana.page.getByText("Their PIN was typed wrong").first()).toBeVisible();
  await expect(ana.page.getByRole("list", { name: "Challenge status" })).toContainText("At the keypad");
  await type(keypad, entry, "402957");
  await expect(keypad.page.getByRole("status")).toContainText("Thank you");
  expect(await barriers(keypad.page)).toEqual([]);
  await expect(ana.heading("PIN accepted")).toBeVisible();
  await expect(ana.level()).toHaveText("Low");
  await expect(ana.timeline()).toContainText("Typed on the phone keypad");
  // Nothing that reached the agent's page names a digit of it.
  expect(await ana.page.content()).not.toContain("402957");
  expect(server.log).not.toContain("40295");
});

test("a customer chooses a PIN on an unlocked phone, and five wrong ones lock it", async ({ staff, phone, newPage }) => {
  const tomas = await phone("58201147");
  tomas.watch.allow(/status of 422/);
  await tomas.page.getByRole("button", { name: "Choose a PIN" }).click();
  await expect(tomas.heading("Choose your Acme PIN")).toBeVisible();
  expect(await barriers(tomas.page)).toEqual([]);
  const [first, again, keep] = [tomas.page.getByLabel("New PIN"), tomas.page.getByLabel("The same again"), tomas.page.getByRole("button", { name: "Unlock and keep it" })];
  await first.fill("123456");
  await again.fill("123457");
  await keep.click();
  await expect(tomas.page.getByText("These are not the same digits")).toBeVisible();
  await again.fill("123456");
  await keep.click();
  await expect(tomas.page.getByText("Digits in a row are tried first")).toBeVisible();
  await first.fill(PIN);
  await again.fill(PIN);
  await keep.click();
  await expect(tomas.heading("Your security at Acme")).toBeAttached();
  await expect(tomas.page.getByRole("button", { name: "Choose another" })).toBeVisible();

  const ana = await staff("Ana");
  const keypad = await newPage({ viewport: PHONE });
  keypad.watch.allow(/status of 4\d\d/);
  await ana.openSession("58201147", "refund");
  const entry = await askForPin(ana);
  for (let left = 4; left > 0; left -= 1) {
    await type(keypad, entry, "902716");
    await expect(keypad.page.getByRole("status")).toContainText(`${left} tries left`);
  }
  await type(keypad, entry, "902716");
  await expect(keypad.page.getByRole("status")).toContainText("locked");
  await expect(ana.page.getByText("The PIN is locked").first()).toBeVisible();
  await type(keypad, entry, PIN);
  await expect(keypad.page.getByRole("status")).not.toContainText("Thank you");
  await expect(ana.level()).toHaveText("Unverified");
  await expect(tomas.page.getByText("Locked: it was typed wrong five times")).toBeVisible();
  const mailbox = await newPage();
  await mailbox.page.goto("/demo/mailbox");
  await expect(mailbox.heading("Your Acme PIN is locked").first()).toBeVisible();
});
