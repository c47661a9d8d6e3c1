// The desk: from an empty one to a change that is done, and what else can come of asking.
import { others } from "../fixtures/desk";
import { picture } from "../fixtures/picture";
import { expect, test } from "../fixtures/test";

const NEW = "mirela.k@newmail.example";

test("a change that is done", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  await picture(ana.page, "desk-empty");
  const mirela = await phone("44710982");
  mirela.watch.allow(/status of 4\d\d/);
  await ana.page.goto("/desk/new");
  await ana.page.getByRole("button", { name: "Find" }).waitFor();
  await ana.page.getByRole("textbox", { name: "Identifier" }).fill("44710982");
  await ana.page.getByRole("button", { name: "Find" }).click();
  await expect(ana.page.getByText("One record")).toBeVisible();
  await picture(ana.page, "new-session");
  const session = await ana.openSession("44710982");
  await picture(ana.page, "console");
  await ana.page.getByLabel("Session menu").click();
  await picture(ana.page, "console-menu");
  await ana.fillInEmail(session, NEW);
  await picture(ana.page, "fill-in");
  await ana.page.getByRole("button", { name: "Ask the customer to approve" }).click();
  const digits = await ana.digits();
  await expect(ana.page.getByRole("list", { name: "Challenge status" })).toContainText("Opened by the customer");
  await picture(ana.page, "asked");
  await mirela.type(others(digits));
  await mirela.approve();
  await expect(ana.page.getByText("They typed other digits").first()).toBeVisible();
  await picture(ana.page, "asked-other-digits");
  await mirela.type(digits);
  await mirela.approve();
  await expect(ana.heading("Change email: done, exactly as approved")).toBeVisible();
  await picture(ana.page, "done");
  await ana.page.goto(session);
  await ana.live();
  await picture(ana.page, "console-high");
});

test("an approval that is not enough", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const emil = await phone("31588406");
  const session = await ana.openSession("31588406");
  const digits = await ana.askNewEmail(session, NEW);
  await emil.authenticator.knowsItsPerson(false);
  await emil.type(digits);
  await emil.approve();
  await emil.page.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(ana.heading("Change email is not open right now")).toBeVisible();
  await picture(ana.page, "not-open");
});

test("withdrawn, then frozen", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const priya = await phone("90417265");
  const session = await ana.openSession("90417265");
  await ana.askNewEmail(session, NEW);
  await expect(priya.question()).toBeVisible();
  await ana.page.getByRole("button", { name: "Withdraw Esc" }).click();
  await expect(ana.page.getByText("Withdrawn. Nothing was changed").first()).toBeVisible();
  await picture(ana.page, "withdrawn");
  await ana.askNewEmail(session, NEW);
  await priya.page.getByRole("button", { name: "I’m still talking to them" }).or(priya.question()).first().waitFor();
  await expect(priya.question()).toBeVisible();
  await priya.toldTo();
  await expect(ana.heading("This session is frozen")).toBeVisible();
  await picture(ana.page, "frozen");
});
