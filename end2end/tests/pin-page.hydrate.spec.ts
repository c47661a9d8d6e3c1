// A PIN on a page of the customer's own: behind a link, with a script and without, and never in a browser of staff.
import { barriers } from "../fixtures/axe";
import type { Desk } from "../fixtures/desk";
import { expect, PHONE, test } from "../fixtures/test";

const [NOOR, PIN] = ["12876391", "402957"];

/** Asks for the PIN by link; gives the link. */
async function askForPin(ana: Desk): Promise<string> {
  await ana.page.getByRole("button", { name: /PIN on their own page/ }).click();
  await expect(ana.heading("The customer types their PIN")).toBeVisible();
  await expect(ana.page.getByRole("img", { name: "QR code of the link" })).toBeVisible();
  await ana.live();
  return ana.page.locator("#digits").innerText();
}

test("a customer types the PIN on the pad of their own page, and the desk sees it by itself", async ({ server, staff, newPage }) => {
  const ana = await staff("Ana");
  await ana.openSession(NOOR, "update_contact_preferences");
  expect(await barriers(ana.page)).toEqual([]);
  const url = await askForPin(ana);
  expect(await barriers(ana.page)).toEqual([]);
  const device = await newPage({ viewport: PHONE });
  const sent: string[] = [];
  device.page.on("request", (request) => sent.push(request.url()));
  await device.page.goto(url);
  await expect(device.heading("Enter your Acme PIN")).toBeVisible();
  await expect(device.page.getByText("Ana asked for it in the call you made to us. Ana cannot see or hear it.")).toBeVisible();
  await expect(device.page.getByText("6 to 12 digits, 5 tries left")).toBeVisible();
  expect(await barriers(device.page)).toEqual([]);
  const pad = device.page.getByRole("group", { name: "Digits" });
  for (const digit of "4029588") await pad.getByRole("button", { name: digit, exact: true }).click();
  await expect(ana.page.getByRole("list", { name: "Challenge status" })).toContainText("Opened, typing their PIN");
  await pad.getByRole("button", { name: "Delete last digit" }).click();
  await expect(device.page.getByLabel("Your PIN")).toHaveValue("402958");
  for (const button of await device.page.getByRole("button").all()) {
    expect((await button.boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(44);
  }
  await device.page.getByRole("button", { name: "Enter PIN" }).click();
  await expect(device.page.getByText("Your PIN was typed wrong")).toBeVisible();
  await expect(device.page.getByText("6 to 12 digits, 4 tries left")).toBeVisible();
  expect(await barriers(device.page)).toEqual([]);
  await expect(ana.page.getByText("Their PIN was typed wrong").first()).toBeVisible();
  await device.page.getByLabel("Your PIN").fill(PIN);
  await device.page.getByRole("button", { name: "Enter PIN" }).click();
  await expect(device.heading("You showed that it is you")).toBeVisible();
  await expect(ana.heading("PIN accepted")).toBeVisible();
  await expect(ana.level()).toHaveText("Low");
  await expect(ana.timeline()).toContainText("Typed on a page of their own");
  expect(await ana.page.content()).not.toContain(PIN);
  expect(sent.filter((address) => address.includes("40295"))).toEqual([]);
  expect(server.log).not.toContain("40295");
  expect(server.log).not.toContain(url.split("/p/")[1] ?? "");
});

test("without a script it is a plain form, in a chat too, and five wrong lock it", async ({ staff, newPage }) => {
  const ana = await staff("Ana");
  await ana.openSession(NOOR, "update_contact_preferences");
  const url = await askForPin(ana);
  const device = await newPage({ viewport: PHONE, javaScriptEnabled: false });
  await device.page.goto(url);
  await expect(device.page.getByRole("group", { name: "Digits" })).toBeHidden();
  for (const left of ["4 tries left", "3 tries left", "2 tries left", "1 try left"]) {
    await device.page.getByLabel("Your PIN").fill("902716");
    await device.page.getByRole("button", { name: "Enter PIN" }).click();
    await expect(device.page.getByText(left)).toBeVisible();
  }
  await device.page.getByLabel("Your PIN").fill("902716");
  await device.page.getByRole("button", { name: "Enter PIN" }).click();
  await expect(device.heading("Your PIN is locked")).toBeVisible();
  await expect(ana.page.getByText("The PIN is locked").first()).toBeVisible();
  await expect(ana.level()).toHaveText("Unverified");
});

test("it is right without a script, no says no, and staff's own browser has no field", async ({ staff, newPage }) => {
  const ana = await staff("Ana");
  await ana.openSession(NOOR, "update_contact_preferences");
  const url = await askForPin(ana);
  const device = await newPage({ viewport: PHONE, javaScriptEnabled: false });
  await device.page.goto(url);
  await device.page.getByLabel("Your PIN").fill(PIN);
  await device.page.getByRole("button", { name: "Enter PIN" }).click();
  await expect(device.heading("You showed that it is you")).toBeVisible();
  expect(device.page.url()).toBe(url);
  await expect(ana.heading("PIN accepted")).toBeVisible();

  const bram = await staff("Bram");
  await bram.openSession(NOOR, "update_contact_preferences");
  const second = await askForPin(bram);
  const staffs = await bram.page.context().newPage();
  await staffs.goto(second);
  await expect(staffs.getByRole("heading", { name: "This page is for the customer alone" })).toBeVisible();
  await expect(staffs.getByRole("textbox")).toHaveCount(0);
  await device.page.goto(second);
  await device.page.getByRole("button", { name: "Someone told me to do this" }).click();
  await expect(device.heading("Hang up now. Nothing was changed")).toBeVisible();
  await expect(bram.heading(/frozen/).first()).toBeVisible();
});
