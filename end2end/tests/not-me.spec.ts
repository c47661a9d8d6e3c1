// "This was not me", from the notice of a new phone: one button, on any device, with or without scripts.
import { barriers, sideways } from "../fixtures/axe";
import { expect, PHONE, test } from "../fixtures/test";

test("the notice of a new phone leads to one button that stops everything", async ({ staff, phone, newPage, javaScriptEnabled }) => {
  const ana = await staff("Ana");
  const session = await ana.openSession("44710982");
  await phone("44710982");
  const mailbox = await newPage({ viewport: PHONE });
  await mailbox.page.goto("/demo/mailbox");
  const notice = mailbox.page.getByRole("article").filter({ hasText: "A phone was added to your Acme account" });
  await expect(notice).toHaveCount(2);
  await mailbox.page.goto((await notice.first().getByRole("link").getAttribute("href")) ?? "");
  await expect(mailbox.heading("Was this you?")).toBeVisible();
  await expect(mailbox.page.getByText("A phone was added to your Acme account")).toBeVisible();
  // axe is a script itself.
  if (javaScriptEnabled) expect(await barriers(mailbox.page)).toEqual([]);
  if (javaScriptEnabled) expect(await sideways(mailbox.page)).toBe(0);
  await mailbox.page.getByRole("button", { name: "This was not me: stop everything" }).click();
  await expect(mailbox.heading("Stopped. Your account is frozen")).toBeVisible();
  await mailbox.page.reload();
  await expect(mailbox.heading("Stopped. Your account is frozen")).toBeVisible();
  await ana.page.goto(session);
  await expect(ana.page.getByText("“this was not me”")).toBeVisible();
});
