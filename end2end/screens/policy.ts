// The assurance policy: in force, proposed, refused, and what it would have done.
import { picture } from "../fixtures/picture";
import { fillInPolicy, propose, slip, strictRefunds } from "../fixtures/policy";
import { expect, test } from "../fixtures/test";

test("a change of the policy", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const mirela = await phone("44710982", { passkey: false });
  const session = await ana.openSession("44710982", "refund");
  await mirela.type(await ana.askRefund(session, "20.00"));
  await mirela.approve();
  await expect(ana.heading(/^Refund.*: done, exactly as approved$/)).toBeVisible();

  const ingrid = await staff("Ingrid");
  ingrid.watch.allow(/status of 422/);
  await ingrid.page.goto("/policy");
  await picture(ingrid.page, "policy");
  await fillInPolicy(ingrid, strictRefunds, "Refunds were talked out of us twice");
  await picture(ingrid.page, "policy-propose");
  await propose(ingrid, slip, "A slip");
  await expect(ingrid.page.getByText(/line \d+/).first()).toBeVisible();
  await picture(ingrid.page, "policy-refused");
  await propose(ingrid, strictRefunds, "Refunds were talked out of us twice");
  await expect(ingrid.heading("Policy v2")).toBeVisible();

  const freja = await staff("Freja");
  await freja.page.goto("/policy/2");
  await picture(freja.page, "policy-proposed");
});
