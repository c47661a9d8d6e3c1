// Taking entries of the log away: asking, taking, withdrawing and denying are forms, so each of these runs with JavaScript on and off. Approving takes a
// passkey, and so a script: whoever approves has one.
import { readFile } from "node:fs/promises";

import { found } from "../fixtures/log";
import { withPasskey } from "../fixtures/second";
import { expect, test } from "../fixtures/test";

test("Ingrid asks, Jonas approves with a passkey, and Ingrid downloads exactly what was found; not on her own", async ({ staff, withPasskeys }) => {
  await (await staff("Ana")).openSession("44710982");
  const ingrid = await staff("Ingrid");
  await found(ingrid, "/audit?kind=session_opened");
  await ingrid.page.getByText("Export", { exact: true }).click();
  await ingrid.page.getByLabel("What for").fill("Case ACM-20418");
  await ingrid.page.getByRole("button", { name: "Ask for CSV" }).click();
  await expect(ingrid.page).toHaveURL(/\/audit\/exports/);
  const hers = ingrid.page.getByRole("listitem").filter({ hasText: "For: Case ACM-20418" }).first();
  await expect(hers).toContainText("Waits for approval");
  await expect(hers).toContainText("Kind: session opened");
  await expect(hers).toContainText("You asked for this export yourself. Another supervisor or auditor has to approve it.");
  await expect(hers.getByRole("button")).toHaveText(["Withdraw"]);

  // What comes after it was asked for is not in it.
  await (await staff("Bram")).openSession("58201147");
  const jonas = await withPasskey(await withPasskeys({ javaScriptEnabled: true }));
  await found(jonas, "/audit?kind=session_opened");
  await jonas.page.getByRole("link", { name: "Exports 1 waits for you" }).click();
  await jonas.live();
  const row = jonas.page.getByRole("listitem").filter({ hasText: "Asked by Ingrid Solberg" }).first();
  await row.getByRole("button", { name: /^Approve: 1 entry, as CSV/ }).click();
  await expect(jonas.page.getByText("Whoever asked can take exactly these entries, for a day.")).toBeVisible();
  await expect(row).toContainText("Approved by Jonas Weber, 3 downloads left");
  await expect(row.getByRole("button")).toHaveCount(0);

  await ingrid.page.goto("/audit/exports");
  await expect(hers).toContainText("Approved by Jonas Weber, 3 downloads left");
  const coming = ingrid.page.waitForEvent("download");
  await hers.getByRole("button", { name: /^Download/ }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe("audit-log.csv");
  const lines = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^number,time,event,by,/);
  expect(lines[1]).toContain(",session_opened,Ana Lindqvist,");
  await ingrid.page.goto("/audit/exports");
  await expect(hers).toContainText("2 downloads left");
  for (const kind of ["export_asked", "log_exported"]) {
    await found(ingrid, `/audit?kind=${kind}`);
    await expect(ingrid.page.getByRole("row").filter({ hasText: "Case ACM-20418" })).toHaveCount(1);
  }
});

test("an export is denied with a reason, another is withdrawn, and nothing waits", async ({ staff }) => {
  const ingrid = await staff("Ingrid");
  const ask = async (what: string): Promise<void> => {
    await found(ingrid, "/audit?kind=signed_in");
    await ingrid.page.getByText("Export", { exact: true }).click();
    await ingrid.page.getByLabel("What for").fill(what);
    await ingrid.page.getByRole("button", { name: "Ask for JSON Lines" }).click();
    await expect(ingrid.page.getByText(`For: ${what}`)).toBeVisible();
  };
  await ask("Second thoughts");
  await ingrid.page.getByRole("button", { name: /^Withdraw/ }).click();
  await expect(ingrid.page.getByText("Nothing waits.")).toBeVisible();
  await expect(ingrid.page.getByText("Withdrawn", { exact: true })).toBeVisible();
  await ask("Curious");
  const jonas = await staff("Jonas");
  await jonas.page.goto("/audit/exports");
  await expect(jonas.page.getByText("You have no passkey here yet")).toBeVisible();
  await jonas.page.getByText("Deny", { exact: true }).click();
  await jonas.page.getByLabel("Why not").fill("Ask the auditor first");
  await jonas.page.getByRole("button", { name: "Deny it" }).click();
  await expect(jonas.page.getByText("Nothing waits.")).toBeVisible();
  await ingrid.page.goto("/audit/exports");
  await expect(ingrid.page.getByText("Not approved by Jonas Weber")).toBeVisible();
  await expect(ingrid.page.getByText("“Ask the auditor first”")).toBeVisible();
});

test("a search that finds nothing is not exported, and who is no reader has no part in it", async ({ staff }) => {
  const ingrid = await staff("Ingrid");
  await ingrid.page.goto("/audit?q=nobodyhasthisword");
  await ingrid.page.getByText("Export", { exact: true }).click();
  await ingrid.page.getByLabel("What for").fill("Curious");
  await ingrid.page.getByRole("button", { name: "Ask for CSV" }).click();
  await expect(ingrid.page.getByText("This search finds no entry")).toBeVisible();
  const ana = await staff("Ana");
  ana.watch.allow(/status of 403/);
  await ana.page.goto("/audit/exports");
  await expect(ana.heading("This is not part of your role")).toBeVisible();
});
