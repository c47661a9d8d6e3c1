// A passkey as an answer of its own: at the desk, and behind the link.
import { Authenticator } from "../fixtures/authenticator";
import { picture } from "../fixtures/picture";
import { expect, PHONE, test } from "../fixtures/test";

test("a change by passkey, from choosing it to what came of it", async ({ staff, phone, newPage }) => {
  const mirela = await phone("44710982");
  await picture(mirela.page, "phone-passkeys");
  const ana = await staff("Ana");
  const session = await ana.openSession("44710982");
  await ana.fillInEmail(session, "mirela.new@mail.example");
  await ana.page.getByRole("radio", { name: /Passkey/ }).check();
  await picture(ana.page, "ask-by-passkey");
  await ana.page.getByRole("button", { name: "Ask the customer to approve" }).click();
  await expect(ana.heading("The customer approves with a passkey")).toBeVisible();
  await ana.live();
  await picture(ana.page, "asked-passkey");
  const device = await newPage({ viewport: PHONE });
  const authenticator = await Authenticator.into(device.page);
  await authenticator.hold(await mirela.authenticator.passkeys());
  await device.page.goto(await ana.page.locator("#digits").innerText());
  await expect(device.page.getByRole("button", { name: "Approve with passkey" })).toBeEnabled();
  await picture(device.page, "link");
  await device.page.getByRole("button", { name: "Approve with passkey" }).click();
  await expect(device.heading("You approved this change")).toBeVisible();
  await picture(device.page, "link-approved");
});

test("a passkey by invitation, on the phone and in the other browser", async ({ phone, newPage }) => {
  const mirela = await phone("44710982");
  await mirela.page.getByRole("button", { name: "Make a link" }).click();
  await mirela.page.getByRole("button", { name: "Unlock and make a link" }).click();
  await expect(mirela.heading("Open this on the other device")).toBeVisible();
  await picture(mirela.page, "phone-invite");
  const laptop = await newPage({ viewport: { width: 1280, height: 800 } });
  const { page } = laptop;
  await Authenticator.into(page);
  await page.goto(await mirela.page.locator("#invite-url").innerText());
  await page.getByLabel("Name for this device").fill("Laptop at home");
  await expect(page.getByRole("button", { name: "Make a passkey" })).toBeEnabled();
  await picture(page, "register");
  await page.setViewportSize(PHONE);
  await picture(page, "register-390");
  await page.getByRole("button", { name: "Make a passkey" }).click();
  await expect(laptop.heading("Your passkey is made")).toBeVisible();
  await picture(page, "registered-390");
});
