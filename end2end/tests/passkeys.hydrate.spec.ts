// A passkey as an answer of its own: the agent's page shows a link and its QR code, another device opens it and approves.
import { barriers } from "../fixtures/axe";
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
