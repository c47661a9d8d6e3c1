// Receipts that customers take themselves: on the phone, as a file that is true without us, and on paper.
import { readFile, writeFile } from "node:fs/promises";

import type { Page } from "@playwright/test";

import { barriers, sideways } from "../fixtures/axe";
import { found } from "../fixtures/log";
import type { Phone } from "../fixtures/phone";
import { verifier } from "../fixtures/server";
import { expect, test } from "../fixtures/test";

const NEW = "mirela.new@mail.example";

/** Opens the receipt of what was changed last, once the log is signed as far. */
async function opened(mirela: Phone): Promise<void> {
  await mirela.page.goto("/me");
  await mirela.page.getByRole("link", { name: /^Receipt: Email changed/ }).click();
  await expect(async () => {
    if (await mirela.heading("Your receipt is made in a moment").isVisible()) await mirela.page.reload();
    await expect(mirela.heading("Approved by the customer")).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
}

/** How many pages of A4 it takes. */
async function pages(page: Page): Promise<number> {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  return pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

test("a customer downloads the receipt of their change, and it is true without us", async ({ server, staff, phone }, info) => {
  test.slow();
  const ana = await staff("Ana");
  const mirela = await phone("44710982");
  const session = await ana.openSession("44710982");
  await mirela.type(await ana.askNewEmail(session, NEW));
  await mirela.approve();
  await expect(mirela.heading("You approved this change")).toBeVisible();
  await opened(mirela);
  const paper = mirela.page.getByRole("main");
  await expect(paper).toContainText(`to ${NEW}`);
  await expect(paper.locator("pre")).toHaveCount(1);
  await expect(paper.locator("pre")).toContainText("localhost/audit/1");

  const coming = mirela.page.waitForEvent("download");
  await mirela.page.getByRole("button", { name: "Receipt file" }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/^entry-\d+\.tlog-proof$/);
  const file = info.outputPath("receipt");
  await download.saveAs(file);
  const key = (await server.operator("audit", "key")).trim();
  const good = await verifier("receipt", file, "--key", key);
  expect(good.says).toContain("the signature fits the key that was kept as the customer's device's");
  expect(good.good).toBe(true);

  // One letter of the entry is another.
  const text = await readFile(file, "utf8");
  const [, told = ""] = /^extra (.*)$/m.exec(text) ?? [];
  const other = Buffer.from(told, "base64").toString().replace('\\"push\\"', '\\"pusi\\"');
  const forged = info.outputPath("forged");
  await writeFile(forged, text.replace(told, Buffer.from(other).toString("base64")));
  const bad = await verifier("receipt", forged, "--key", key);
  expect(bad.says).toContain("This shows nothing");
  expect(bad.good).toBe(false);

  // On paper and on the phone: no barrier, nothing sideways, one page.
  for (const colorScheme of ["light", "dark"] as const) {
    await mirela.page.emulateMedia({ colorScheme });
    for (const width of [1440, 390, 320]) {
      await mirela.page.setViewportSize({ width, height: 900 });
      expect(await barriers(mirela.page)).toEqual([]);
      expect(await sideways(mirela.page), `at ${width}`).toBe(0);
    }
  }
  await mirela.page.emulateMedia({ colorScheme: null, media: "print" });
  await expect(mirela.page.getByRole("navigation", { name: "Receipt" })).toBeHidden();
  await mirela.page.emulateMedia({ media: null });
  expect(await pages(mirela.page)).toBe(1);

  // A contact has one too; another customer's phone is told of none.
  const address = new URL(mirela.page.url()).pathname;
  await mirela.page.goto("/me");
  await mirela.page.getByRole("link", { name: /^Receipt: Ana L\./ }).click();
  await expect(mirela.heading("Session opened")).toBeVisible();
  const tomas = await phone("58201147", { passkey: false });
  tomas.watch.allow(/status of 404/);
  await tomas.page.goto(address);
  await expect(tomas.heading("There is nothing here for you")).toBeVisible();
  await expect(tomas.page.getByText(NEW)).toHaveCount(0);
});

test("who reads the log prints it, and after an erasure it says so", async ({ server, staff, phone }) => {
  const ana = await staff("Ana");
  const mirela = await phone("44710982");
  const session = await ana.openSession("44710982");
  await ana.page.getByRole("button", { name: /No change to make/ }).click();
  await mirela.type(await ana.digits());
  await mirela.approve();
  await expect(mirela.heading(/You showed|You approved/)).toBeVisible();
  await ana.page.goto(session);
  await ana.page.getByRole("button", { name: "End session" }).click();

  const jonas = await staff("Jonas");
  await found(jonas, "/audit?kind=asked");
  await jonas.page.getByRole("link", { name: /Push sent/ }).click();
  await expect(jonas.page.getByRole("main")).toContainText("Did you contact Acme?");
  await jonas.page.getByRole("link", { name: "Receipt to print" }).click();
  await expect(jonas.page.getByText("This entry is in Acme’s audit log")).toBeVisible();
  await expect(jonas.page.getByRole("main")).toContainText("Did you contact Acme?");
  await expect(jonas.page.getByRole("button", { name: "Print" })).toBeVisible({ visible: jonas.scripted });
  if (jonas.scripted) expect(await barriers(jonas.page)).toEqual([]);

  expect(await server.operator("audit", "erase", "--customer", "44710982", "--reason", "By letter", "--yes")).toContain("Erased beside 2 entries");
  await jonas.page.reload();
  await expect(jonas.page.getByRole("main")).toContainText(/What the customer was shown: Erased on/);
  await expect(jonas.page.getByRole("main")).not.toContainText("Did you contact Acme?");
  await jonas.page.getByRole("link", { name: "The entry" }).click();
  await expect(jonas.page.getByRole("main")).toContainText("Erased on");
  expect(await server.operator("audit", "verify")).toContain("0 pieces fit, 2 were erased");
});
