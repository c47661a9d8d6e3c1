// The audit log: a search is a form and an address, so each of these runs with JavaScript on and off.
import { readFile, writeFile } from "node:fs/promises";

import { pass } from "../fixtures/clock";
import type { Desk } from "../fixtures/desk";
import { found } from "../fixtures/log";
import type { Phone } from "../fixtures/phone";
import { verifier } from "../fixtures/server";
import { expect, test } from "../fixtures/test";

/** In seconds. */
const SIX_DAYS = 518_400;
const NEW = "mirela.new@mail.example";

/** An e-mail change, from first word to last. */
async function changed(ana: Desk, mirela: Phone): Promise<void> {
  const session = await ana.openSession("44710982");
  await mirela.type(await ana.askNewEmail(session, NEW));
  await mirela.approve();
  await expect(mirela.heading("You approved this change")).toBeVisible();
}

/** The same, and six days pass. Ana has gone home: a page left open would be told that her sign-in is over. */
async function lastWeek(ana: Desk, mirela: Phone): Promise<void> {
  await changed(ana, mirela);
  await ana.page.goto("about:blank");
  await pass(ana.page, SIX_DAYS);
}

test("a supervisor finds last week’s change by its facets and reads its whole story in two clicks", async ({ staff, phone }) => {
  await lastWeek(await staff("Ana"), await phone("44710982"));
  const jonas = await staff("Jonas");
  await found(jonas, "/audit?when=week&kind=ran");
  await jonas.page.goto("/audit?when=day&kind=ran");
  await expect(jonas.heading("No entry fits")).toBeVisible();
  await jonas.page.goto("/audit");
  await jonas.page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Audit log" }).click();
  await jonas.page.getByRole("checkbox", { name: /^Actions / }).check();
  await jonas.page.getByRole("checkbox", { name: /^Done / }).check();
  await jonas.page.getByRole("checkbox", { name: /^High / }).check();
  await jonas.page.getByLabel("Time range").selectOption("week");
  await jonas.page.getByRole("button", { name: "Show" }).click();
  await expect(jonas.page).toHaveURL(/event=actions/);
  await expect(jonas.page.getByRole("checkbox", { name: /^Actions / })).toBeChecked();
  const row = jonas.page.getByRole("row").filter({ hasText: "Change email: done" });
  await expect(row).toContainText("High");

  // Two clicks: the session of what was found, and there is the story.
  await row.getByRole("link", { name: /^S-/ }).click();
  await expect(jonas.heading(/^Session S-/)).toBeVisible();
  const story = jonas.page.getByRole("main");
  for (const said of ["Session opened", "Did you contact Acme?", `to ${NEW}`, "Approved by the customer", "Change email: done", "Earlier addresses told"]) {
    await expect(story).toContainText(said);
  }
  await expect(story).not.toContainText("Mirela Kovač");
  await story.getByRole("link", { name: "Policy v1" }).first().click();
  await expect(jonas.page.locator("#rule")).toBeVisible();
});

test("text, a customer’s number and an entry’s number find what they name", async ({ staff, phone }) => {
  await changed(await staff("Ana"), await phone("44710982"));
  const jonas = await staff("Jonas");
  await found(jonas, "/audit?kind=ran");
  await jonas.page.getByRole("link", { name: "Remove filter ran" }).click();
  const box = jonas.page.getByRole("textbox", { name: "Search the log" });
  await box.fill("4471 0982");
  await box.press("Enter");
  await expect(jonas.page).toHaveURL(/q=4471/);
  await expect(jonas.page.getByRole("row").filter({ hasText: "Session opened" })).toHaveCount(1);
  await jonas.page.goto("/audit?q=nobody");
  await expect(jonas.heading("No entry fits")).toBeVisible();
  await jonas.page.goto("/audit?q=1");
  await jonas.page.getByRole("link", { name: "Entry no. 1" }).click();
  await expect(jonas.page.getByText("No. 1", { exact: true })).toBeVisible();
  await jonas.page.getByRole("link", { name: "Newer entry" }).click();
  await expect(jonas.page.getByText("No. 2", { exact: true })).toBeVisible();
});

test("receipts of last week’s change are taken from an entry’s page, and verified without us", async ({ server, staff, phone }, info) => {
  await lastWeek(await staff("Ana"), await phone("44710982"));
  const jonas = await staff("Jonas");
  await found(jonas, "/audit?when=week&kind=approved");
  await expect(jonas.page.getByText(/^Log intact: \d+ entries, signed checkpoint \d+ s ago$/)).toBeVisible();
  const key = (await server.operator("audit", "key")).trim();
  const receipt = async (kind: string, entry: string): Promise<string> => {
    await jonas.page.goto(`/audit?when=week&kind=${kind}`);
    await jonas.page.getByRole("link", { name: entry }).click();
    const coming = jonas.page.waitForEvent("download");
    await jonas.page.getByRole("button", { name: "Receipt file" }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toMatch(/^entry-\d+\.tlog-proof$/);
    const file = info.outputPath(kind);
    await download.saveAs(file);
    return file;
  };

  const approved = await verifier("receipt", await receipt("approved", "Approved by the customer"), "--key", key);
  expect(approved.says).toContain("the signature fits the key that was kept as the customer's device's");
  expect(approved.good).toBe(true);

  const shown = await receipt("asked", "Asked the customer");
  const asked = await verifier("receipt", shown, "--key", key);
  expect(asked.says).toContain(`to ${NEW}`);
  expect(asked.good).toBe(true);

  // One letter of what they were shown is another.
  const text = await readFile(shown, "utf8");
  const [, told = ""] = /^extra (.*)$/m.exec(text) ?? [];
  const other = Buffer.from(told, "base64").toString().replaceAll("mirela.new", "mirela.nev");
  const forged = info.outputPath("forged");
  await writeFile(forged, text.replace(told, Buffer.from(other).toString("base64")));
  expect((await verifier("receipt", forged, "--key", key)).good).toBe(false);
  await found(jonas, "/audit?kind=receipt_made");
});

test("an agent has no part in it", async ({ staff }) => {
  const ana = await staff("Ana");
  ana.watch.allow(/status of 403/);
  await expect(ana.page.getByRole("link", { name: "Audit log" })).toHaveCount(0);
  await ana.page.goto("/audit");
  await expect(ana.heading("This is not part of your role")).toBeVisible();
});
