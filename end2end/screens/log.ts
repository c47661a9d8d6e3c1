// The audit log: a search, one entry, and a session's story.
import { found } from "../fixtures/log";
import { picture } from "../fixtures/picture";
import { expect, test } from "../fixtures/test";

test("the audit log", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const mirela = await phone("44710982");
  const tomas = await phone("58201147", { passkey: false });
  const session = await ana.openSession("44710982");
  await mirela.type(await ana.askNewEmail(session, "mirela.new@mail.example"));
  await mirela.approve();
  await expect(mirela.heading("You approved this change")).toBeVisible();
  const second = await ana.openSession("58201147", "refund");
  await ana.askRefund(second, "20.00");
  await tomas.page.getByRole("button", { name: "Someone told me to approve this" }).click();
  await expect(tomas.heading("Hang up now. Nothing was changed")).toBeVisible();

  const jonas = await staff("Jonas");
  await found(jonas, "/audit?kind=session_frozen");
  await jonas.page.goto("/audit");
  await picture(jonas.page, "audit-log");
  await jonas.page.goto("/audit?result=done&level=high");
  await picture(jonas.page, "audit-log-search");
  await jonas.page.getByRole("link", { name: /done$/ }).first().click();
  await picture(jonas.page, "audit-entry");
  await jonas.page.goto(session.replace("/desk/", "/audit/session/"));
  await picture(jonas.page, "audit-story");
  await jonas.page.setViewportSize({ width: 390, height: 844 });
  await picture(jonas.page, "audit-story-390");
  await jonas.page.goto("/audit?result=done&level=high");
  await picture(jonas.page, "audit-log-390");
  await jonas.page.getByRole("link", { name: /done$/ }).first().click();
  await picture(jonas.page, "audit-entry-390");
});
