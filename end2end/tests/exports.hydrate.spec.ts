// Exports while two look at them, in light and dark and on a phone.
import { barriers, sideways } from "../fixtures/axe";
import type { Desk } from "../fixtures/desk";
import { found } from "../fixtures/log";
import { withPasskey } from "../fixtures/second";
import { DESK, expect, PHONE, test } from "../fixtures/test";

/** The page as it is, in both schemes and widths. */
async function everyLook({ page }: Desk): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const viewport of [DESK, PHONE]) {
      await page.setViewportSize(viewport);
      expect.soft(await barriers(page), `${colorScheme} ${viewport.width}`).toEqual([]);
      expect.soft(await sideways(page), `${colorScheme} ${viewport.width}`).toBe(0);
    }
  }
  await page.setViewportSize(DESK);
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

test("what is asked for and what is approved stands on the other’s open page by itself", async ({ staff, withPasskeys }) => {
  test.slow();
  const jonas = await withPasskey(await withPasskeys());
  await jonas.page.goto("/audit/exports");
  await jonas.live();
  await expect(jonas.page.getByText("Nothing waits.")).toBeVisible();
  await everyLook(jonas);
  const ingrid = await staff("Ingrid");
  await found(ingrid, "/audit?kind=signed_in");
  await ingrid.page.getByText("Export", { exact: true }).click();
  await everyLook(ingrid);
  await ingrid.page.getByLabel("What for").fill("Case ACM-20418");
  await ingrid.page.getByRole("button", { name: "Ask for CSV" }).press("Enter");
  await ingrid.live();

  const row = jonas.page.getByRole("listitem").filter({ hasText: "Asked by Ingrid Solberg" }).first();
  await expect(row.getByRole("button", { name: /^Approve/ })).toBeVisible();
  await everyLook(jonas);
  await row.getByRole("button", { name: /^Approve/ }).press("Enter");
  await expect(jonas.page.getByRole("status").filter({ hasText: "Approved" })).toBeVisible();
  const download = ingrid.page.getByRole("button", { name: /^Download/ });
  await expect(download).toBeVisible();
  await everyLook(ingrid);
  for (const left of ["2 downloads left", "1 download left", "taken three times"]) {
    const coming = ingrid.page.waitForEvent("download");
    await download.press("Enter");
    await coming;
    await expect(ingrid.page.getByText(left)).toBeVisible();
  }
  await expect(download).toHaveCount(0);
  await expect(ingrid.page.getByText("Nothing waits.")).toBeVisible();
  await everyLook(ingrid);
});
