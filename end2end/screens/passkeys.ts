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
