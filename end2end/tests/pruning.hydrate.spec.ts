// Ten years pass, and the log's oldest entries are pruned: by two people, with a passkey.
import { barriers, sideways } from "../fixtures/axe";
import { pass } from "../fixtures/clock";
import { withPasskey } from "../fixtures/second";
import { expect, PHONE, test } from "../fixtures/test";

/** More than ten of the longest years, and the longest that the clock is put forward at a time, in seconds. */
const YEARS = 11;
const YEAR = 31_622_400;

test("an administrator asks, a supervisor approves with a passkey, and the log says what is gone", async ({ server, staff, withPasskeys }) => {
  test.setTimeout(240_000);
  const jonas = await withPasskey(await withPasskeys());
  // Each look at the log is an entry of it.
  for (let batch = 0; batch < 30; batch += 1) {
    await Promise.all(Array.from({ length: 10 }, () => jonas.page.request.get("/audit?q=nobody")));
  }
  for (let gone = 0; gone < YEARS; gone += 1) {
    await pass(jonas.page, YEAR);
  }

  const ingrid = await staff("Ingrid");
  await ingrid.page.goto("/audit/pruning");
  await expect(ingrid.page.getByText("Nothing was pruned")).toBeVisible();
  await ingrid.page.getByLabel("Why").fill("Ten years are over");
  await ingrid.page.getByRole("button", { name: "Ask for it" }).click();
  const asked = ingrid.page.getByRole("listitem").filter({ hasText: "Waits for a second person" });
  await expect(asked).toContainText("Prune entries 0 to 255: 256 entries");
  await expect(asked).toContainText("You asked for this yourself.");
  await expect(asked.getByRole("button", { name: /^Approve/ })).toHaveCount(0);
  expect(await barriers(ingrid.page)).toEqual([]);

  await jonas.enterAs("Jonas");
  await jonas.page.goto("/audit/pruning");
  const row = jonas.page.getByRole("listitem").filter({ hasText: "Waits for a second person" });
  expect(await barriers(jonas.page)).toEqual([]);
  await jonas.page.setViewportSize(PHONE);
  expect(await sideways(jonas.page)).toBe(0);
  // By the keyboard alone.
  await row.getByRole("button", { name: /^Approve/ }).focus();
  await jonas.page.keyboard.press("Enter");
  await expect(jonas.page.getByText("The entries go within the next minutes.")).toBeVisible();

  // The server does it within a minute.
  await expect(async () => {
    await jonas.page.goto("/audit/pruning");
    await expect(jonas.page.getByText("Pruned", { exact: true })).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 120_000, intervals: [2_000] });
  await jonas.page.goto("/audit/entry/3");
  await expect(jonas.heading("This entry was pruned")).toBeVisible();
  await expect(jonas.page.getByRole("main")).toContainText("asked for by Ingrid");
  expect(await barriers(jonas.page)).toEqual([]);
  expect(await server.operator("audit", "verify")).toContain("pruned       256 entries are not there");
});

test("without a script it says that approving takes one, and saying no works", async ({ staff, newPage }) => {
  const ingrid = await staff("Ingrid", { javaScriptEnabled: false });
  await ingrid.page.goto("/audit/pruning");
  await ingrid.page.getByLabel("Why").fill("Ten years are over");
  await ingrid.page.getByRole("button", { name: "Ask for it" }).click();
  await expect(ingrid.page.getByText("There are fewer than 256 such entries")).toBeVisible();
  const ana = await newPage();
  await ana.enterAs("Ana");
  ana.watch.allow(/status of 403/);
  await ana.page.goto("/audit/pruning");
  await expect(ana.heading("This is not part of your role")).toBeVisible();
});
