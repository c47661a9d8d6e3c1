// Receipts: where a customer finds them, on paper, and after an erasure.
import { picture } from "../fixtures/picture";
import { expect, test } from "../fixtures/test";

test("receipts", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const mirela = await phone("44710982");
  const session = await ana.openSession("44710982");
  await mirela.type(await ana.askNewEmail(session, "mirela.new@mail.example"));
  await mirela.approve();
  await expect(mirela.heading("You approved this change")).toBeVisible();
  await mirela.page.goto("/me");
  await picture(mirela.page, "phone-receipts");
  await mirela.page.getByRole("link", { name: /^Receipt: Email changed/ }).click();
  await expect(async () => {
    await mirela.page.reload();
    await expect(mirela.heading("Approved by the customer")).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await picture(mirela.page, "receipt-390");
  await mirela.page.setViewportSize({ width: 1440, height: 900 });
  await picture(mirela.page, "receipt");
  await mirela.page.setViewportSize({ width: 900, height: 1330 });
  await picture(mirela.page, "receipt-whole");
});
