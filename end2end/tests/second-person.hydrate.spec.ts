// A second person approves with a passkey of their own, never what they asked for themselves, and says why when they do not.
import { barriers, sideways } from "../fixtures/axe";
import { askLarge, withPasskey } from "../fixtures/second";
import { expect, PHONE, test } from "../fixtures/test";

test("a large refund waits, a supervisor approves it with a passkey, and the agent's open page says so", async ({ staff, phone, withPasskeys }) => {
  const ana = await staff("Ana");
  const mirela = await phone("44710982");
  const jonas = await withPasskey(await withPasskeys());
  await jonas.page.goto("/floor");
  await jonas.live();
  await expect(jonas.page.getByText("Nothing waits.")).toBeVisible();
  await askLarge(ana, mirela, "340");
  await expect(ana.heading("Waiting for a second person")).toBeFocused();
  const inRail = ana.page.locator(".sess[aria-current]");
  await expect(inRail).toContainText("Needs second person");
  expect(await barriers(ana.page)).toEqual([]);

  // It has come by itself.
  const row = jonas.page.getByRole("listitem").filter({ hasText: "€340.00, Invoice 118" });
  await expect(row).toContainText("Ana Lindqvist for");
  await expect(row).toContainText("Above €200.00");
  expect(await barriers(jonas.page)).toEqual([]);
  await row.getByRole("button", { name: /^Approve/ }).click();
  await expect(jonas.page.getByText("It ran exactly as it was asked")).toBeVisible();
  await expect(ana.heading("Refund: done, exactly as approved")).toBeFocused();
  await expect(ana.page.getByText("Jonas Weber, with their own passkey")).toBeVisible();
  await expect(inRail).toContainText("Ready to act");
  await expect(ana.timeline()).toContainText("Approved by a second person");
  await expect(row).toHaveCount(0);
});

test("a denial reaches the agent with its reason, and what is typed survives news", async ({ staff, phone, withPasskeys }) => {
  const ana = await staff("Ana");
  const mirela = await phone("44710982");
  const jonas = await withPasskey(await withPasskeys());
  const session = await askLarge(ana, mirela, "340");
  await jonas.page.goto("/floor");
  await jonas.live();
  const row = jonas.page.getByRole("listitem").filter({ hasText: "€340.00" });
  await row.getByText("Deny", { exact: true }).click();
  await row.getByLabel("Why not").fill("Call them back first");
  // Something else comes meanwhile.
  const bram = await staff("Bram");
  const tomas = await phone("58201147");
  await askLarge(bram, tomas, "500", "58201147");
  await expect(jonas.page.getByRole("listitem").filter({ hasText: "€500.00" })).toBeVisible();
  await expect(row.getByLabel("Why not")).toHaveValue("Call them back first");
  await row.getByRole("button", { name: "Deny it" }).click();
  await expect(ana.page.locator("#panel").getByText("Not approved by Jonas Weber")).toBeVisible();
  await expect(ana.page.getByText("“Call them back first”")).toBeVisible();
  await expect(ana.page.getByLabel("Amount")).toHaveValue("€340.00");
  await expect(ana.timeline()).toContainText("Not approved by a second person");
  expect(await barriers(ana.page)).toEqual([]);
  expect(session).toContain("/desk/");
});

test("nobody approves what they asked for; the agent can take it back", async ({ phone, withPasskeys }) => {
  const mirela = await phone("44710982");
  const jonas = await withPasskey(await withPasskeys());
  await askLarge(jonas, mirela, "340");
  const waiting = jonas.page.url();
  await jonas.page.goto("/floor");
  await jonas.live();
  const row = jonas.page.getByRole("listitem").filter({ hasText: "€340.00" });
  await expect(row).toContainText("You asked for this yourself. Another supervisor has to approve it.");
  await expect(row.getByRole("button")).toHaveCount(0);
  await jonas.page.goto(waiting);
  await jonas.page.getByRole("button", { name: "Withdraw" }).click();
  await expect(jonas.page.getByText("Withdrawn. Nothing was changed").first()).toBeVisible();
});

test("without a script it says that approving takes one, and denying works", async ({ staff, phone, withPasskeys, newPage }) => {
  const ana = await staff("Ana");
  const mirela = await phone("44710982");
  const jonas = await withPasskey(await withPasskeys());
  await askLarge(ana, mirela, "340");
  const plain = await newPage({ javaScriptEnabled: false, viewport: PHONE });
  await plain.enterAs("Jonas");
  await plain.page.goto("/floor");
  expect(await plain.page.locator("noscript").allTextContents()).toContainEqual(expect.stringContaining("A passkey takes a script."));
  await expect(plain.page.getByRole("button", { name: /^Approve/ })).toHaveCount(0);
  await plain.page.getByText("Deny", { exact: true }).click();
  await plain.page.getByLabel("Why not").fill("Not today");
  await plain.page.getByRole("button", { name: "Deny it" }).click();
  await expect(plain.page.getByText("Nothing waits.")).toBeVisible();
  await expect(ana.page.getByText("“Not today”")).toBeVisible();
  await jonas.page.setViewportSize(PHONE);
  await jonas.page.goto("/floor");
  expect(await sideways(jonas.page)).toBe(0);
  await jonas.page.goto("/floor/pairs");
  expect(await barriers(jonas.page)).toEqual([]);
});
