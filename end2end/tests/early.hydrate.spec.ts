// People are faster than the wasm: what they typed before it came must stay.
import type { Page } from "@playwright/test";

import { expect, test } from "../fixtures/test";

/** Holds the wasm back until the returned function is called. */
async function holdBack(page: Page): Promise<() => void> {
  let release = (): void => {};
  const held = new Promise<void>((done) => (release = done));
  await page.route("**/*.wasm*", async (route) => {
    await held;
    await route.continue();
  });
  return release;
}

test("an identifier that is typed before the page lives stays", async ({ staff }) => {
  const ana = await staff("Ana");
  const release = await holdBack(ana.page);
  await ana.page.goto("/desk/new");
  const identifier = ana.page.getByRole("textbox", { name: "Identifier" });
  await identifier.fill("44710982");
  await ana.page.getByLabel("Kind of identifier").selectOption("Customer number");
  release();
  await expect(ana.page.getByRole("button", { name: "Find" })).toBeVisible();
  await expect(identifier).toHaveValue("44710982");
  await ana.page.getByRole("button", { name: "Find" }).click();
  await expect(ana.page.getByText("One record")).toBeVisible();
});

test("a colleague’s name that is typed before the page lives stays", async ({ staff }) => {
  const ingrid = await staff("Ingrid");
  const release = await holdBack(ingrid.page);
  await ingrid.page.goto("/staff");
  await ingrid.page.getByLabel("Full name").fill("Lena Fischer");
  await ingrid.page.getByLabel("Role").selectOption("supervisor");
  release();
  await expect(ingrid.page.getByLabel("Full name")).toHaveValue("Lena Fischer");
  await ingrid.page.getByRole("button", { name: "Make a one-time link" }).click();
  await expect(ingrid.page.getByText("One-time link for Lena Fischer")).toBeVisible();
  await expect(ingrid.page.getByLabel("Full name")).toHaveValue("");
});

test("an address that is typed before the page lives stays", async ({ staff }) => {
  const ana = await staff("Ana");
  const session = await ana.openSession("44710982");
  const release = await holdBack(ana.page);
  await ana.page.goto(`${session}/do/change_email`);
  await ana.page.getByLabel("New email").fill("early@mail.example");
  release();
  await ana.live();
  await expect(ana.page.getByLabel("New email")).toHaveValue("early@mail.example");
});
