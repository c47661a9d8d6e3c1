// What belongs to somebody else is not there.
import { expect, test } from "../fixtures/test";

const NOT_FOUND = /status of (401|403|404)/;

test("another agent finds nothing at a session’s address", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  await phone("44710982");
  const session = await ana.openSession("44710982");
  await ana.askNewEmail(session, "else@mail.example");
  const bram = await staff("Bram");
  bram.watch.allow(NOT_FOUND);
  for (const path of [session, `${session}/do/refund`, new URL(ana.page.url()).pathname]) {
    await bram.page.goto(path);
    await expect(bram.page.getByText("There is nothing here for you").first()).toBeVisible();
  }
  const stream = await bram.page.evaluate(async (id) => (await fetch(`/live/desk/${id}?place=%22overview%22`)).status, session.split("/").pop());
  expect(stream).toBe(404);
});

test("another customer’s phone cannot see or answer a request", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const mirela = await phone("44710982");
  const tomas = await phone("58201147");
  tomas.watch.allow(NOT_FOUND);
  await ana.askNewEmail(await ana.openSession("44710982"), "else@mail.example");
  await expect(mirela.question()).toBeVisible();
  await expect(tomas.page.getByText("You are not talking to Acme now")).toBeVisible();
  const challenge = new URL(ana.page.url()).pathname.split("/").pop();
  const statuses = await tomas.page.evaluate(async (id) => {
    const ask = async (what: string, body?: string) =>
      (await fetch(`/device/v1/challenges/${id}/${what}`, { method: "POST", headers: { "content-type": "application/json" }, body: body ?? null })).status;
    return [await ask("delivered"), await ask("opened"), await ask("passkey"), await ask("answer", '{"answer":"a.b.c"}')];
  }, challenge);
  expect(statuses).toEqual([404, 404, 404, 404]);
});

test("who is not signed in is led to the sign-in page", async ({ newPage }) => {
  const { page } = await newPage();
  for (const path of ["/", "/desk", "/desk/new", "/account", "/staff", "/floor"]) {
    await page.goto(path);
    await expect(page).toHaveURL(/\/sign-in$/);
  }
});

test("an agent is not an administrator, nor a supervisor", async ({ staff }) => {
  const ana = await staff("Ana");
  ana.watch.allow(/status of 403/);
  for (const path of ["/staff", "/floor"]) {
    await ana.page.goto(path);
    await expect(ana.heading("This is not part of your role")).toBeVisible();
  }
});
