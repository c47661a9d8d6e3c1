// The assurance policy: one administrator proposes, the replay shows the difference, another approves, open sessions follow.
import { propose, slip, strictRefunds } from "../fixtures/policy";
import { expect, test } from "../fixtures/test";

test("what one administrator changes decides once another approves it, in open sessions too", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const mirela = await phone("44710982", { passkey: false });
  const session = await ana.openSession("44710982", "refund");
  const refund = ana.page.getByRole("region", { name: "Actions" }).getByRole("listitem").filter({ hasText: "Refund" });
  await expect(refund).toContainText("Missing: Substantial");
  await mirela.type(await ana.askRefund(session, "20.00"));
  await mirela.approve();
  await expect(ana.heading(/^Refund.*: done, exactly as approved$/)).toBeVisible();
  await ana.page.getByRole("link", { name: "Back to actions ↵" }).click();
  await expect(ana.level()).toHaveText("Substantial");
  await expect(refund).toContainText("Level reached");

  const ingrid = await staff("Ingrid");
  await propose(ingrid, strictRefunds, "Refunds were talked out of us twice");
  await expect(ingrid.heading("Policy v2")).toBeVisible();
  await expect(ingrid.page.getByRole("region", { name: /changes? from v1/ })).toContainText("substantial to high");
  const more = ingrid.page.getByRole("listitem").filter({ hasText: "Sessions asked for more" });
  await expect(more).toContainText("1");
  await expect(ingrid.page.getByRole("button", { name: "Approve v2" })).toBeHidden();
  await expect(refund).toContainText("Level reached");

  const freja = await staff("Freja");
  await freja.page.goto("/policy/2");
  await expect(freja.page.getByRole("listitem").filter({ hasText: "Sessions asked for more" })).toContainText("1");
  await freja.page.getByRole("button", { name: "Approve v2" }).click();
  await expect(freja.page.getByText("v2 is in force")).toBeVisible();
  await expect(refund).toContainText("Missing: High");
  await expect(ana.level()).toHaveText("Substantial");
});

test("a mistake is told with its line, nothing typed is lost, and the policy in force stays", async ({ staff }) => {
  const ingrid = await staff("Ingrid");
  ingrid.watch.allow(/status of 422|status of 400/);
  await propose(ingrid, slip, "A slip");
  await expect(ingrid.page.getByText(/line \d+/).first()).toBeVisible();
  await expect(ingrid.page.getByLabel("The policy", { exact: true })).toHaveValue(/substential/);
  await expect(ingrid.page.getByLabel("Why")).toHaveValue("A slip");
  await ingrid.page.goto("/policy");
  await expect(ingrid.page.getByText("v1 is in force")).toBeVisible();
});
