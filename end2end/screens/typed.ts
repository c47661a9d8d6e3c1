// What a customer types on a page of their own: a PIN, and the code of an authenticator app.
import { picture } from "../fixtures/picture";
import { expect, PHONE, test } from "../fixtures/test";
import { shows } from "../fixtures/totp";

test("a PIN on their own page", async ({ staff, newPage }) => {
  const ana = await staff("Ana");
  await ana.openSession("12876391", "update_contact_preferences");
  await ana.page.getByRole("button", { name: /PIN on their own page/ }).click();
  await expect(ana.heading("The customer types their PIN")).toBeVisible();
  await picture(ana.page, "asked-pin-page");
  const device = await newPage({ viewport: PHONE });
  await device.page.goto(await ana.page.locator("#digits").innerText());
  await device.page.getByLabel("Your PIN").fill("402958");
  await picture(device.page, "pin-page");
  await device.page.getByRole("button", { name: "Enter PIN" }).click();
  await expect(device.page.getByText("Your PIN was typed wrong")).toBeVisible();
  await picture(device.page, "pin-page-wrong");
});

test("an authenticator app, from setting it up to typing its code", async ({ staff, phone, newPage }) => {
  const tomas = await phone("58201147");
  await tomas.page.getByRole("button", { name: "Set up an app" }).click();
  await tomas.page.getByRole("button", { name: "Unlock and set it up" }).click();
  await expect(tomas.heading("Add it to your app")).toBeVisible();
  await picture(tomas.page, "phone-totp");
  const secret = (await tomas.page.locator("#totp-key").innerText()).replaceAll(" ", "");
  await tomas.page.getByLabel("The code it shows now").fill(shows(secret));
  await tomas.page.getByRole("button", { name: "Confirm" }).click();
  await expect(tomas.page.getByRole("button", { name: "Remove the authenticator app" })).toBeVisible();
  await picture(tomas.page, "phone-ways");
  const ana = await staff("Ana");
  await ana.openSession("58201147", "refund");
  await picture(ana.page, "console-ways");
  await ana.page.getByRole("button", { name: /Authenticator code/ }).click();
  await expect(ana.heading("The customer types the code of their app")).toBeVisible();
  const device = await newPage({ viewport: PHONE });
  await device.page.goto(await ana.page.locator("#digits").innerText());
  await picture(device.page, "totp-page");
});
