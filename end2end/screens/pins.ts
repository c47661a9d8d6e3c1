// PINs: chosen on the phone, asked for at the desk, typed on the keypad.
import { picture } from "../fixtures/picture";
import { expect, PHONE, test } from "../fixtures/test";

test("a PIN, from choosing it to being told that it was right", async ({ staff, phone, newPage }) => {
  const tomas = await phone("58201147");
  await tomas.page.getByRole("button", { name: "Choose a PIN" }).click();
  await expect(tomas.heading("Choose your Acme PIN")).toBeVisible();
  await picture(tomas.page, "phone-pin");
  const ana = await staff("Ana");
  await ana.openSession("12876391", "update_contact_preferences");
  await picture(ana.page, "console-pin");
  await ana.page.getByRole("button", { name: /Ask for the PIN|PIN on keypad/ }).click();
  await expect(ana.heading("The customer types their PIN")).toBeVisible();
  await picture(ana.page, "asked-pin");
  const entry = (await ana.page.locator("#digits").innerText()).replaceAll(/\D/g, "");
  const keypad = await newPage({ viewport: PHONE });
  await keypad.page.goto("/demo/keypad");
  await keypad.page.getByLabel("Number that the agent’s page shows").fill(entry);
  await keypad.page.getByLabel("PIN", { exact: true }).fill("402957");
  await picture(keypad.page, "keypad");
  await keypad.page.getByRole("button", { name: "Send it" }).click();
  await expect(ana.heading("PIN accepted")).toBeVisible();
  await picture(ana.page, "pin-accepted");
});
