// What waits for a second person: on the floor, and on the page of the agent who asked.
import { picture } from "../fixtures/picture";
import { askLarge, withPasskey } from "../fixtures/second";
import { expect, PHONE, test } from "../fixtures/test";

test("a second person", async ({ staff, phone, withPasskeys }) => {
  const ana = await staff("Ana");
  const bram = await staff("Bram");
  const mirela = await phone("44710982");
  const tomas = await phone("58201147");
  const jonas = await withPasskey(await withPasskeys());
  await askLarge(ana, mirela, "340");
  await picture(ana.page, "second-person-asked");
  await ana.page.setViewportSize(PHONE);
  await picture(ana.page, "second-person-asked-390");
  await ana.page.setViewportSize({ width: 1440, height: 900 });
  await askLarge(bram, tomas, "1250", "58201147");
  await jonas.page.goto("/floor");
  await jonas.live();
  await expect(jonas.page.getByRole("button", { name: /^Approve/ })).toHaveCount(2);
  await picture(jonas.page, "second-person");
  await jonas.page.setViewportSize(PHONE);
  await picture(jonas.page, "second-person-390");
  await jonas.page.setViewportSize({ width: 1440, height: 900 });
  const row = jonas.page.getByRole("listitem").filter({ hasText: "€1250.00" });
  await row.getByText("Deny", { exact: true }).click();
  await row.getByLabel("Why not").fill("Call them back first");
  await picture(jonas.page, "second-person-deny");
  await row.getByRole("button", { name: "Deny it" }).click();
  await expect(bram.page.locator("#panel").getByText("Not approved by Jonas Weber")).toBeVisible();
  await picture(bram.page, "second-person-denied");
  await jonas.page.getByRole("button", { name: /^Approve/ }).click();
  await expect(ana.heading("Refund: done, exactly as approved")).toBeVisible();
  await picture(ana.page, "second-person-done");
  await jonas.page.goto("/floor/pairs");
  await picture(jonas.page, "second-person-pairs");
});
