// A contact goes on in another channel: the page says what becomes of the level, and nobody proves anything again.
import type { Desk } from "../fixtures/desk";
import { expect, test } from "../fixtures/test";

/** The button that moves the session, with what is said of it. */
async function moves(desk: Desk, to: string) {
  await desk.page.getByLabel("Session menu").click();
  await desk.page.getByText("Move to another channel").click();
  return desk.page.getByRole("button", { name: `Move to ${to}` });
}

test("Ana verifies on the phone and moves to the chat, and Bram completes it there without a new challenge", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const mirela = await phone("44710982");
  const session = await ana.openSession("44710982");
  await ana.page.getByRole("button", { name: "No change to make?" }).click();
  await mirela.type(await ana.digits());
  await mirela.approve();
  await expect(mirela.heading("You showed Ana that it is you")).toBeVisible();
  await ana.page.goto(session);
  await expect(ana.level()).toHaveText("High");

  const chat = await moves(ana, "Chat");
  await expect(chat).toContainText("Stays High");
  await chat.click();
  await expect(ana.page).toHaveURL(session);
  await expect(ana.page.getByText("Chat, they wrote to us")).toBeVisible();
  await expect(ana.level()).toHaveText("High");
  await expect(ana.timeline()).toContainText("Moved to Chat");
  await mirela.page.getByRole("button", { name: "Done" }).click();
  await expect(mirela.page.getByText("You are talking to Ana from Acme: genuine")).toBeVisible();
  await expect(mirela.page.getByRole("status", { name: "Current contact" })).toContainText(/chat/i);

  // Her page asks on after what is no longer hers.
  ana.watch.allow(/status of 404/);
  const bram = await staff("Bram");
  const answer = await bram.page.request.post("/api/desk/take-over", {
    form: { session: session.split("/").at(-1) ?? "" },
    headers: { origin: new URL(bram.page.url()).origin, accept: "text/html" },
  });
  expect(answer.ok()).toBe(true);
  await bram.page.goto(session);
  await bram.live();
  await expect(bram.level()).toHaveText("High");
  await bram.page.goto(`${session}/do/update_contact_preferences`);
  await bram.live();
  await bram.page.getByText("Letter", { exact: true }).click();
  await bram.page.getByRole("button", { name: "Change it now" }).click();
  await expect(bram.page).toHaveURL(/\/ran\//);
  await expect(bram.timeline()).toContainText("Session taken over");
  await expect(bram.timeline().getByText(/^(Push sent|Asked the customer)$/)).toHaveCount(1);
});

test("a ticket cuts the level, the page says so before, and moving back does not raise it", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const ruta = await phone("61339054");
  const session = await ana.openSession("61339054");
  await ana.page.getByRole("button", { name: "No change to make?" }).click();
  await ruta.type(await ana.digits());
  await ruta.approve();
  await expect(ruta.heading("You showed Ana that it is you")).toBeVisible();
  await ana.page.goto(session);
  await expect(ana.level()).toHaveText("High");

  const ticket = await moves(ana, "Ticket");
  await expect(ticket).toContainText("Falls to Substantial. Moving back does not raise it.");
  await ticket.click();
  await expect(ana.level()).toHaveText("Substantial");
  await expect(ana.timeline()).toContainText("From Phone, High became Substantial");

  const back = await moves(ana, "Phone");
  await expect(back).toContainText("Stays Substantial");
  await back.click();
  await expect(ana.page.getByText("Phone, they called us")).toBeVisible();
  await expect(ana.level()).toHaveText("Substantial");
  await expect(ana.page.getByText("Not in this session")).toBeVisible();
  await expect(ana.page.getByText(/has been on a channel that reaches Substantial at most\. Open a new one\./).first()).toBeVisible();
});

test("what is being asked is withdrawn, and the page says so before", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const tomas = await phone("58201147");
  const session = await ana.openSession("58201147", "refund");
  await ana.askRefund(session, "12.50");
  await expect(tomas.question()).toBeVisible();
  const chat = await moves(ana, "Chat");
  await expect(ana.page.getByText("What is being asked now is withdrawn.")).toBeVisible();
  await chat.click();
  await expect(ana.timeline()).toContainText("Withdrawn");
  await expect(tomas.question()).toBeHidden();
});
