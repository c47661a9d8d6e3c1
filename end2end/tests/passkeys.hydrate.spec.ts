// A passkey as an answer of its own: the agent's page shows a link and its QR code, another device opens it and approves.
import { barriers, sideways } from "../fixtures/axe";
import { Authenticator } from "../fixtures/authenticator";
import { expect, PHONE, test } from "../fixtures/test";

const NEW = "mirela.new@mail.example";

/** The link beside the code. */
async function link(page: import("@playwright/test").Page): Promise<string> {
  await expect(page.getByRole("heading", { name: "The customer approves with a passkey" })).toBeVisible();
  await expect(page.getByRole("img", { name: "QR code of the link" })).toBeVisible();
  return page.locator("#digits").innerText();
}

test("a change by passkey, approved on another device that opened the link", async ({ server, staff, phone, newPage }) => {
  const mirela = await phone("44710982");
  const ana = await staff("Ana");
  const session = await ana.openSession("44710982");
  await ana.fillInEmail(session, NEW);
  await ana.page.getByRole("radio", { name: /Passkey/ }).check();
  expect(await barriers(ana.page)).toEqual([]);
  await ana.page.getByRole("button", { name: "Ask the customer to approve" }).click();
  const url = await link(ana.page);
  await ana.live();
  expect(url).toMatch(new RegExp(`^${server.origin}/p/[\\w-]{27}$`));
  expect(await barriers(ana.page)).toEqual([]);

  // Another device with the same passkey, as a synced one is: it has no cookie of ours.
  const device = await newPage({ viewport: PHONE });
  const authenticator = await Authenticator.into(device.page);
  await authenticator.hold(await mirela.authenticator.passkeys());
  const referrers: string[] = [];
  device.page.on("request", (request) => referrers.push(request.headers()["referer"] ?? ""));
  // Whatever reads links ahead of people uses nothing up.
  for (let look = 0; look < 2; look += 1) await device.page.goto(url);
  await expect(device.heading("Did you contact Acme?")).toBeVisible();
  await expect(device.page.getByText(NEW)).toBeVisible();
  expect(await barriers(device.page)).toEqual([]);
  await device.page.getByRole("button", { name: "Approve with passkey" }).click();
  await expect(device.heading("You approved this change")).toBeVisible();
  expect(await barriers(device.page)).toEqual([]);
  await expect(ana.heading("Change email: done, exactly as approved")).toBeVisible();
  await expect(ana.level()).toHaveText("High");
  await expect(ana.timeline()).toContainText("Person verified, passkey made on");
  const token = url.split("/p/")[1] ?? "";
  expect(referrers.filter((referrer) => referrer.includes(token))).toEqual([]);
  expect(server.log).not.toContain(token);
});

test("a no behind the link stops everything, without a script too", async ({ staff, phone, newPage }) => {
  await phone("44710982");
  const ana = await staff("Ana");
  await ana.openSession("44710982");
  await ana.page.getByRole("button", { name: /Passkey/ }).click();
  const url = await link(ana.page);
  const device = await newPage({ viewport: PHONE, javaScriptEnabled: false });
  await device.page.goto(url);
  await device.page.getByRole("button", { name: "Someone told me to approve this" }).click();
  await expect(device.heading("Hang up now. Nothing was changed")).toBeVisible();
  await expect(ana.heading(/frozen/).first()).toBeVisible();
});

test("a passkey on a laptop, by an invitation from the phone", async ({ server, staff, phone, newPage }) => {
  const mirela = await phone("44710982");
  await mirela.page.getByRole("button", { name: "Make a link" }).click();
  await expect(mirela.heading("Passkey on another device")).toBeVisible();
  expect(await barriers(mirela.page)).toEqual([]);
  await mirela.page.getByRole("button", { name: "Unlock and make a link" }).click();
  await expect(mirela.heading("Open this on the other device")).toBeVisible();
  await expect(mirela.page.getByRole("img", { name: "QR code of the link" })).toBeVisible();
  expect(await barriers(mirela.page)).toEqual([]);
  expect(await sideways(mirela.page)).toBe(0);
  const url = await mirela.page.locator("#invite-url").innerText();
  expect(url).toMatch(new RegExp(`^${server.origin}/me/register/[\\w-]{27}$`));
  await expect(mirela.page.locator("#invite-left")).toHaveText(/^(10:00|9:\d\d)$/);

  // A browser in which staff are signed in shows that it is not for them.
  const ana = await staff("Ana");
  await ana.page.goto(url);
  await expect(ana.heading("This page is for the customer alone")).toBeVisible();
  expect(await barriers(ana.page)).toEqual([]);
  const scriptless = await newPage({ javaScriptEnabled: false });
  await scriptless.page.goto(url);
  expect(await scriptless.page.content()).toContain("This browser runs no scripts");
  await expect(scriptless.page.getByRole("button", { name: "Make a passkey" })).toBeDisabled();

  const laptop = await newPage({ viewport: { width: 1280, height: 800 } });
  const authenticator = await Authenticator.into(laptop.page);
  const referrers: string[] = [];
  laptop.page.on("request", (request) => referrers.push(request.headers()["referer"] ?? ""));
  laptop.watch.allow(/status of 422/);
  await laptop.page.goto(url);
  await expect(laptop.heading("Make a passkey for Acme")).toBeVisible();
  for (const width of [1280, 390, 320]) {
    await laptop.page.setViewportSize({ width, height: 800 });
    expect(await barriers(laptop.page)).toEqual([]);
    expect(await sideways(laptop.page)).toBe(0);
  }
  await laptop.page.setViewportSize({ width: 1280, height: 800 });
  const name = laptop.page.getByLabel("Name for this device");
  const make = laptop.page.getByRole("button", { name: "Make a passkey" });
  expect((await make.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await name.fill("see www.evil.example");
  await make.click();
  await expect(laptop.page.getByRole("alert")).toContainText("without a link");
  await name.fill("Laptop at home");
  await make.click();
  await expect(laptop.heading("Your passkey is made")).toBeVisible();
  await expect(laptop.heading("Your passkey is made")).toBeFocused();
  expect(await barriers(laptop.page)).toEqual([]);
  expect(await authenticator.passkeys()).toHaveLength(1);
  const token = url.split("/register/")[1] ?? "";
  expect(referrers.filter((referrer) => referrer.includes(token))).toEqual([]);
  await laptop.page.reload();
  await expect(laptop.heading("This link has run out")).toBeVisible();
  expect(await barriers(laptop.page)).toEqual([]);

  await mirela.page.getByRole("button", { name: "Back" }).click();
  await expect(mirela.page.getByText("Passkey on Laptop at home")).toBeVisible();
  expect(await barriers(mirela.page)).toEqual([]);

  const session = await ana.openSession("44710982");
  await ana.fillInEmail(session, NEW);
  await ana.page.getByRole("radio", { name: /Passkey/ }).check();
  await ana.page.getByRole("button", { name: "Ask the customer to approve" }).click();
  await laptop.page.goto(await link(ana.page));
  await laptop.page.getByRole("button", { name: "Approve with passkey" }).click();
  await expect(laptop.heading("You approved this change")).toBeVisible();
  await expect(ana.heading("Change email: done, exactly as approved")).toBeVisible();
  await expect(ana.timeline()).toContainText("passkey made on Laptop at home");
  expect(server.log).not.toContain(token);

  const mailbox = await newPage();
  await mailbox.page.goto("/demo/mailbox");
  await expect(mailbox.page.getByText("made by invitation, on a device called Laptop at home").first()).toBeVisible();
  // The laptop is gone, and found again.
  await mirela.page.getByRole("button", { name: "I no longer have this: Laptop at home" }).click();
  await expect(mirela.page.getByRole("button", { name: "I have it again: Laptop at home" })).toBeVisible();
  await expect(mirela.page.getByText("Passkey on Laptop at home")).toHaveCount(0);
  await mirela.page.getByRole("button", { name: "I have it again: Laptop at home" }).click();
  await mirela.page.getByRole("button", { name: "Remove the passkey on Laptop at home" }).click();
  await expect(mirela.page.getByText("Laptop at home")).toHaveCount(0);
});
