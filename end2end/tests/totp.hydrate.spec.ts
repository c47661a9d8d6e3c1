// An authenticator app: set up on the phone, its codes typed on a page of the customer's own, each once.
import { barriers } from "../fixtures/axe";
import { shows } from "../fixtures/totp";
import { expect, PHONE, test } from "../fixtures/test";

const TOMAS = "58201147";

test("an app is set up on an unlocked phone, and its code is typed behind a link without a script", async ({ server, staff, phone, newPage }) => {
  const tomas = await phone(TOMAS);
  tomas.watch.allow(/status of 422/);
  await tomas.page.getByRole("button", { name: "Set up an app" }).click();
  await expect(tomas.heading("Set up an authenticator app")).toBeVisible();
  expect(await barriers(tomas.page)).toEqual([]);
  await tomas.page.getByRole("button", { name: "Unlock and set it up" }).click();
  await expect(tomas.heading("Add it to your app")).toBeVisible();
  expect(await barriers(tomas.page)).toEqual([]);
  const secret = (await tomas.page.locator("#totp-key").innerText()).replaceAll(" ", "");
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(await tomas.page.getByRole("link", { name: "Open my authenticator app" }).getAttribute("href")).toContain(`otpauth://totp/Acme?secret=${secret}&`);
  const code = tomas.page.getByLabel("The code it shows now");
  await code.fill("000000");
  if (["-1", "0", "1"].some((away) => shows(secret, Number(away)) === "000000")) await code.fill("000001");
  await tomas.page.getByRole("button", { name: "Confirm" }).click();
  await expect(tomas.page.getByText("That is not the code")).toBeVisible();
  await code.fill(shows(secret));
  await tomas.page.getByRole("button", { name: "Confirm" }).click();
  await expect(tomas.page.getByRole("button", { name: "Remove the authenticator app" })).toBeVisible();
  expect(await tomas.page.content()).not.toContain(secret);

  const ana = await staff("Ana");
  await ana.openSession(TOMAS, "refund");
  await ana.page.getByRole("button", { name: /Authenticator code/ }).click();
  await expect(ana.heading("The customer types the code of their app")).toBeVisible();
  await ana.live();
  expect(await barriers(ana.page)).toEqual([]);
  const device = await newPage({ viewport: PHONE, javaScriptEnabled: false });
  await device.page.goto(await ana.page.locator("#digits").innerText());
  await expect(device.heading("Enter your Acme code")).toBeVisible();
  // The half minute after the present one: the present one confirmed the app, and may be over before this arrives.
  const used = shows(secret, 1);
  await device.page.getByLabel("Your code").fill(used);
  await device.page.getByRole("button", { name: "Enter code" }).click();
  await expect(device.heading("You showed that it is you")).toBeVisible();
  await expect(ana.heading("Code accepted")).toBeVisible();
  await expect(ana.level()).toHaveText("Low");

  // The same code once more, in another contact.
  const bram = await staff("Bram");
  await bram.openSession(TOMAS, "refund");
  await bram.page.getByRole("button", { name: /Authenticator code/ }).click();
  await expect(bram.heading("The customer types the code of their app")).toBeVisible();
  await bram.live();
  const again = await newPage({ viewport: PHONE });
  await again.page.goto(await bram.page.locator("#digits").innerText());
  expect(await barriers(again.page)).toEqual([]);
  await again.page.getByLabel("Your code").fill(used);
  await again.page.getByRole("button", { name: "Enter code" }).click();
  await expect(again.page.getByText("That was not the code")).toBeVisible();
  await expect(bram.page.getByText("Their code was typed wrong").first()).toBeVisible();
  expect(server.log).not.toContain(secret);
  expect(server.log).not.toContain(used);

  await tomas.page.getByRole("button", { name: "Remove the authenticator app" }).click();
  await expect(tomas.page.getByRole("button", { name: "Set up an app" })).toBeVisible();
  const mailbox = await newPage();
  await mailbox.page.goto("/demo/mailbox");
  await expect(mailbox.heading("An authenticator app was added to your Acme account").first()).toBeVisible();
  await expect(mailbox.heading("The authenticator app of your Acme account was removed").first()).toBeVisible();
});
