// What ends while somebody looks: sign-ins and rights, within a second and without a press.
import type { Page } from "@playwright/test";

import { barriers, sideways } from "../fixtures/axe";
import { expect, PHONE, test } from "../fixtures/test";

/** How long what was taken away may still stand in an open page. */
const AT_ONCE = 1_000;

test("an agent’s open page stops within a second when a supervisor ends the sign-in", async ({ staff }) => {
  const ana = await staff("Ana");
  ana.watch.allow(/status of 401/);
  await ana.openSession("44710982");
  const jonas = await staff("Jonas");
  await jonas.page.goto("/access/staff");
  await jonas.page.getByRole("link", { name: "Ana Lindqvist" }).click();
  await jonas.page.getByLabel("Why", { exact: true }).fill("Her laptop was stolen");
  const out = ana.page.waitForURL(/\/sign-in$/);
  const ended = within(ana.page, jonas.page, "/api/access/end-sign-ins");
  await jonas.page.getByRole("button", { name: "End all their sign-ins" }).click();
  await out;
  expect(await ended()).toBeLessThan(AT_ONCE);
  await expect(ana.page.getByRole("alert")).toContainText("Your sign-in was ended by a supervisor");
  await expect(jonas.page.getByText("Signed in nowhere.")).toBeVisible();
  await jonas.page.goto("/audit?kind=sign_ins_ended");
  await expect(async () => {
    await jonas.page.reload();
    await expect(jonas.page.getByRole("row").filter({ hasText: "Her laptop was stolen" })).toHaveCount(1, { timeout: 500 });
  }).toPass();
});

test("a right that a review removes is gone from the open page of who had it", async ({ staff }) => {
  const jonas = await staff("Jonas");
  jonas.watch.allow(/status of 403/);
  await jonas.openSession("44710982");
  const floor = jonas.page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Floor" });
  await expect(floor).toBeVisible();
  const freja = await staff("Freja");
  await freja.page.goto("/access");
  await freja.live();
  const own = freja.page.getByRole("row").filter({ hasText: "You" });
  await expect(own).toContainText("Kept by Ingrid Solberg");
  const decision = freja.page.getByRole("group", { name: "Decision: Jonas Weber, Supervisor" });
  await expect(decision.getByRole("button", { name: "Keep" })).toHaveAttribute("aria-pressed", "true");
  await decision.getByRole("button", { name: "Remove" }).press("Enter");
  await expect(floor).toBeHidden();
  await expect(jonas.page).toHaveURL(/\/desk\//);
  await expect(freja.page.getByText(/^Removed by Freja Holm, /)).toBeFocused();
  await jonas.page.goto("/floor");
  await expect(jonas.heading("This is not part of your role")).toBeVisible();
});

test("two look at a review, and each sees what the other decides", async ({ staff }) => {
  const [freja, jonas] = [await staff("Freja"), await staff("Jonas")];
  for (const desk of [freja, jonas]) {
    await desk.page.goto("/access");
    await desk.live();
  }
  await expect(jonas.page.getByRole("row").filter({ hasText: "Rare" })).toContainText("Decided by Ingrid Solberg or Freja Holm");
  await jonas.page.getByRole("group", { name: "Decision: Bram Visser, Agent" }).getByRole("button", { name: "Keep" }).press("Enter");
  await expect(freja.page.getByRole("group", { name: "Decision: Bram Visser, Agent" }).getByRole("button", { name: "Keep" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await expect(freja.page.getByRole("link", { name: "To decide 2" })).toBeVisible();
});

/** From the answer to that form until the other page is drawn again: milliseconds, on this machine's one clock. */
function within(out: Page, form: Page, path: string): () => Promise<number> {
  const sent = form.waitForRequest((request) => request.url().endsWith(path)).then(() => Date.now());
  const gone = out.waitForURL(/\/sign-in$/, { waitUntil: "commit" }).then(() => Date.now());
  return async () => (await gone) - (await sent);
}

test("nobody is stopped by a barrier, on a desk or a phone, in light or dark", async ({ staff }) => {
  const freja = await staff("Freja");
  for (const path of ["/access", "/access?show=not-used", "/access/staff"]) {
    for (const colorScheme of ["light", "dark"] as const) {
      await freja.page.emulateMedia({ colorScheme });
      await freja.page.goto(path);
      expect(await barriers(freja.page), `${path} ${colorScheme}`).toEqual([]);
    }
  }
  await freja.page.getByRole("link", { name: "Ana Lindqvist" }).click();
  await expect(freja.heading("Ana Lindqvist")).toBeVisible();
  expect(await barriers(freja.page)).toEqual([]);
  await freja.page.setViewportSize(PHONE);
  for (const path of ["/access", "/access/staff"]) {
    await freja.page.goto(path);
    expect(await sideways(freja.page), path).toBeLessThanOrEqual(0);
    expect(await barriers(freja.page), `${path} on a phone`).toEqual([]);
  }
});
