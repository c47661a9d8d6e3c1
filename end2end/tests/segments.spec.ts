// A business customer: the desk names it, and its rules decide.
import { expect, test } from "../fixtures/test";

test("the desk says that a customer is a business, and which rule asks for more", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const signe = await phone("82264730");
  const session = await ana.openSession("82264730", "refund");
  const refund = ana.page.getByRole("listitem").filter({ hasText: "Reason for contact" });
  await expect(refund).toContainText("Missing: High.");
  await expect(ana.page.getByText("Business", { exact: true })).toHaveCount(0);
  const digits = await ana.askRefund(session, "12.50");
  await signe.type(digits);
  await signe.approve();
  await expect(signe.heading("You approved this change")).toBeVisible();
  await ana.news();
  await expect(ana.heading(/^Refund.*: done, exactly as approved/)).toBeVisible();
  const plan = ana.page.getByRole("complementary", { name: "Record and timeline" }).getByText("Office 500");
  await expect(plan).toContainText("Business");
});
