// The story: a customer calls, their address is changed as they approved it, and they can put it back.
import { changesTold } from "../fixtures/mailbox";
import { expect, test } from "../fixtures/test";

const OLD = "mk@mail.example";
const NEW = "mirela.new@mail.example";

test("a change is asked, approved, run, told of, and put back", async ({ staff, phone, newPage }) => {
  const ana = await staff("Ana");
  const mirela = await phone("44710982");
  await expect(mirela.page.getByText("You are not talking to Acme now")).toBeVisible();

  const session = await ana.openSession("44710982");
  await expect(mirela.page.getByText("You are talking to Ana from Acme: genuine")).toBeVisible();
  await expect(ana.level()).toHaveText("Unverified");
  const locked = ana.page.getByRole("listitem").filter({ hasText: "Change email" }).filter({ hasText: "Missing: High. Push, ~" });
  await locked.getByRole("link", { name: "Fill in" }).click();
  await expect(ana.page).toHaveURL(`${session}/do/change_email`);
  const digits = await ana.askNewEmail(session, NEW);

  await expect(mirela.question()).toBeVisible();
  const asked = mirela.page.getByRole("region", { name: "Who asks, and for what" });
  await expect(asked).toContainText("Ana");
  await expect(asked).toContainText(OLD);
  await expect(asked).toContainText(NEW);
  const steps = ana.page.getByRole("list", { name: "Challenge status" });
  await expect(steps).toContainText("Delivered to");
  await expect(steps).toContainText("Opened by the customer");

  await mirela.type(digits);
  await mirela.approve();
  await expect(mirela.heading("You approved this change")).toBeVisible();
  await expect(ana.heading("Change email: done, exactly as approved")).toBeFocused();
  await expect(ana.level()).toHaveText("High");
  for (const told of ["Session opened", "Asked the customer", "Push delivered", "Push opened", "Approved by the customer", "Raised to High", "Change email: done", "Earlier addresses told"]) {
    await expect(ana.timeline()).toContainText(told);
  }

  const mailbox = await newPage();
  await mailbox.page.goto("/demo/mailbox");
  const notices = changesTold(mailbox.page);
  await expect(notices).toHaveCount(2);
  await expect(notices.filter({ hasText: `To ${OLD}` })).toHaveCount(1);
  await expect(notices.filter({ hasText: "To mirela@work.example" })).toHaveCount(1);
  const link = await notices.filter({ hasText: `To ${OLD}` }).getByRole("link").getAttribute("href");

  const computer = await newPage({ javaScriptEnabled: false });
  await computer.page.goto(link ?? "");
  await expect(computer.heading("Was this you?")).toBeVisible();
  await expect(computer.page.getByText("Put back. Your account is frozen")).toBeHidden();
  await computer.page.getByRole("button", { name: "This was not me: put it back" }).click();
  await expect(computer.heading("Put back. Your account is frozen")).toBeVisible();
  await expect(ana.heading("This session is frozen")).toBeFocused();
  await expect(ana.level()).toHaveText("Unverified");
  await mirela.page.getByRole("button", { name: "Done" }).click();
  await expect(mirela.page.getByText("Your account is frozen")).toBeVisible();
  await expect(mirela.page.getByText("Put back, ")).toBeVisible();
});
