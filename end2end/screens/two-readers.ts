// What takes two people who may read the log: taking entries away, and pruning. And what was done outside of a policy.
import { pass } from "../fixtures/clock";
import { found } from "../fixtures/log";
import { picture } from "../fixtures/picture";
import { propose, strictRefunds } from "../fixtures/policy";
import { withPasskey } from "../fixtures/second";
import { expect, PHONE, test } from "../fixtures/test";

test("exports", async ({ staff, withPasskeys }) => {
  await (await staff("Ana")).openSession("44710982");
  const ingrid = await staff("Ingrid");
  for (const [kind, why, form] of [["session_opened", "Case ACM-20418", "CSV"], ["signed_in", "Quarterly review", "JSON Lines"]] as const) {
    await found(ingrid, `/audit?kind=${kind}`);
    await ingrid.page.getByText("Export", { exact: true }).click();
    await ingrid.page.getByLabel("What for").fill(why);
    await picture(ingrid.page, "exports-asking");
    await ingrid.page.getByRole("button", { name: `Ask for ${form}` }).click();
    await expect(ingrid.page).toHaveURL(/\/audit\/exports/);
  }
  const jonas = await withPasskey(await withPasskeys());
  await jonas.page.goto("/audit/exports");
  await jonas.live();
  await expect(jonas.page.getByRole("button", { name: /^Approve/ })).toHaveCount(2);
  await jonas.page.getByRole("button", { name: /^Approve/ }).last().click();
  await expect(jonas.page.getByText("3 downloads left")).toBeVisible();
  await picture(jonas.page, "exports");
  await jonas.page.setViewportSize(PHONE);
  await picture(jonas.page, "exports-390");
  await ingrid.page.goto("/audit/exports");
  await picture(ingrid.page, "exports-own");
});

test("outside of a policy", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const mirela = await phone("44710982");
  const session = await ana.openSession("44710982", "refund");
  await mirela.type(await ana.askRefund(session, "20.00"));
  await mirela.approve();
  await expect(mirela.heading("You approved this change")).toBeVisible();
  const ingrid = await staff("Ingrid");
  await propose(ingrid, strictRefunds, "Refunds were taken");
  await expect(ingrid.page).toHaveURL(/\/policy\/2/);
  const jonas = await staff("Jonas");
  await jonas.page.goto("/audit/outside?action=refund&version=2");
  await expect(jonas.page.getByRole("main")).toContainText("would not have been let by version 2");
  await picture(jonas.page, "outside");
  await jonas.page.setViewportSize(PHONE);
  await picture(jonas.page, "outside-390");
});

test("pruning", async ({ staff, withPasskeys }) => {
  const jonas = await withPasskey(await withPasskeys());
  for (let batch = 0; batch < 30; batch += 1) {
    await Promise.all(Array.from({ length: 10 }, () => jonas.page.request.get("/audit?q=nobody")));
  }
  for (let gone = 0; gone < 11; gone += 1) {
    await pass(jonas.page, 31_622_400);
  }
  const ingrid = await staff("Ingrid");
  await ingrid.page.goto("/audit/pruning");
  await picture(ingrid.page, "pruning-ask");
  await ingrid.page.getByLabel("Why").fill("Ten years are over");
  await ingrid.page.getByRole("button", { name: "Ask for it" }).click();
  await jonas.enterAs("Jonas");
  await jonas.page.goto("/audit/pruning");
  await expect(jonas.page.getByRole("button", { name: /^Approve/ })).toBeVisible();
  await picture(jonas.page, "pruning");
  await jonas.page.setViewportSize(PHONE);
  await picture(jonas.page, "pruning-390");
});
