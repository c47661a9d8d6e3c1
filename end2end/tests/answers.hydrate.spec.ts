// Every other answer than yes: what the customer is told, what the agent is told, and that nothing was changed.
import { others } from "../fixtures/desk";
import { endFreeze } from "../fixtures/floor";
import { changesTold } from "../fixtures/mailbox";
import { expect, test } from "../fixtures/test";

const NEW = "somebody.else@mail.example";
const SAYS_NO = /status of (403|409|410|422)/;

test("other digits five times end the request", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const tomas = await phone("58201147");
  tomas.watch.allow(SAYS_NO);
  const digits = await ana.askNewEmail(await ana.openSession("58201147"), NEW);
  await expect(tomas.question()).toBeVisible();
  for (const left of ["4 tries", "3 tries", "2 tries", "1 try"]) {
    await tomas.type(others(digits));
    await tomas.approve();
    await expect(tomas.page.getByRole("alert")).toContainText(`Not the same digits. Ask Ana again. ${left} left.`);
    await expect(ana.page.getByText("They typed other digits", { exact: true }).first()).toBeVisible();
    await expect(ana.page.getByText(`${left} left.`)).toBeVisible();
  }
  await tomas.type(others(digits));
  await tomas.approve();
  await expect(tomas.heading("This request has run out of time")).toBeVisible();
  await expect(ana.page.getByText("They typed other digits too often").first()).toBeVisible();
  await expect(ana.page.getByLabel("New email")).toHaveValue(NEW);
  await expect(ana.timeline()).toContainText("Other digits five times");
  await expect(ana.timeline()).not.toContainText("Change email: done");
});

test("a request that is withdrawn is over on the phone, and keeps what was filled in", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const ruta = await phone("61339054");
  await ana.askNewEmail(await ana.openSession("61339054"), NEW);
  await expect(ruta.question()).toBeVisible();
  await ana.page.getByRole("button", { name: "Withdraw Esc" }).click();
  await expect(ana.page.getByText("Withdrawn. Nothing was changed").first()).toBeVisible();
  await expect(ana.page.getByLabel("New email")).toHaveValue(NEW);
  await expect(ana.page.getByLabel("New email")).toBeFocused();
  await expect(ruta.heading("This request has run out of time")).toBeVisible();
});

const stops = [
  { answer: "No, this isn’t me", number: "70925518", told: "Stopped. Nothing was changed", timeline: "Customer: this isn’t me" },
  { answer: "Someone told me to approve this", number: "82264730", told: "Hang up now. Nothing was changed", timeline: "Customer: told to approve" },
];

for (const { answer, number, told, timeline } of stops) {
  test(`“${answer}” stops everything until a supervisor ends the freeze`, async ({ staff, phone }) => {
    const ana = await staff("Ana");
    const customer = await phone(number);
    const session = await ana.openSession(number);
    await ana.askNewEmail(session, NEW);
    await expect(customer.question()).toBeVisible();
    await customer.page.getByRole("button", { name: answer }).click();
    await expect(customer.heading(told)).toBeVisible();
    await expect(ana.heading("This session is frozen")).toBeFocused();
    await expect(ana.page.getByText(`“${answer}”`)).toBeVisible();
    await expect(ana.page.getByText("Do not say why.")).toBeVisible();
    await expect(ana.timeline()).toContainText(timeline);
    await expect(ana.page.getByRole("button", { name: /end the freeze/i })).toHaveCount(0);

    const jonas = await staff("Jonas");
    await jonas.page.goto("/floor");
    await expect(jonas.linkState()).toHaveText("Live");
    const alert = jonas.page.getByRole("listitem").or(jonas.page.getByRole("row")).filter({ hasText: new RegExp(`${number.slice(0, 4)} ?${number.slice(4)}`) });
    await expect(alert).toContainText(answer);
    await endFreeze(jonas, number);
    await expect(ana.heading("This session is frozen")).toBeHidden();
    await customer.page.getByRole("button", { name: "Check my recent changes" }).click();
    await expect(customer.page.getByText("Your account is frozen")).toBeHidden();
  });
}

test("an answer that is sent again changes nothing", async ({ staff, phone, newPage }) => {
  const ana = await staff("Ana");
  const priya = await phone("90417265");
  const digits = await ana.askNewEmail(await ana.openSession("90417265"), NEW);
  await priya.type(digits);
  const sent = priya.page.waitForRequest(/\/device\/v1\/challenges\/[^/]+\/answer$/);
  await priya.approve();
  const answer = await sent;
  await expect(priya.heading("You approved this change")).toBeVisible();

  priya.watch.allow(SAYS_NO);
  const again = await priya.page.evaluate(
    async ([url, body]) => {
      const send = () => fetch(url ?? "", { method: "POST", headers: { "content-type": "application/json" }, body: body ?? "" });
      return (await Promise.all([send(), send(), send()])).map(({ status }) => status);
    },
    [answer.url(), answer.postData()],
  );
  expect(again).toEqual([410, 410, 410]);

  await expect(ana.timeline().getByText("Change email: done")).toHaveCount(1);
  const mailbox = await newPage();
  await mailbox.page.goto("/demo/mailbox");
  await expect(changesTold(mailbox.page)).toHaveCount(1);
  await priya.page.reload();
  await expect(priya.heading("You approved this change")).toBeVisible();
  await priya.page.getByRole("button", { name: "Done" }).click();
  await expect(priya.page.getByText("Email changed to ")).toHaveCount(1);
});
