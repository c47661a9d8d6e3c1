// A freeze that the customer began must have an end: a supervisor's, from the floor.
import { endFreeze } from "../fixtures/floor";
import { expect, test } from "../fixtures/test";

test("“Someone says they are”, while nobody is talking to them", async ({ staff, phone }) => {
  const noor = await phone("12876391");
  await noor.page.getByRole("button", { name: "Someone says they are" }).click();
  await expect(noor.heading("Stopped. Nothing was changed")).toBeVisible();
  await noor.page.getByRole("button", { name: "Check my recent changes" }).click();
  await expect(noor.page.getByText("Your account is frozen")).toBeVisible();
  await endFreeze(await staff("Jonas"), "12876391");
  await expect(noor.page.getByText("Your account is frozen")).toBeHidden();
});

test("what is stopped stands on an open floor by itself", async ({ staff, phone }) => {
  const jonas = await staff("Jonas");
  await jonas.page.goto("/floor");
  await jonas.live();
  await expect(jonas.heading("No open alerts")).toBeVisible();
  const noor = await phone("12876391");
  const ana = await staff("Ana");
  await ana.openSession("12876391");
  await noor.page.getByRole("button", { name: "That’s not right" }).click();
  await expect(jonas.page.getByText("Customer 1287 6391.").first()).toBeVisible();
  await expect(ana.page.getByRole("navigation", { name: "My sessions" })).toContainText("My sessions, 0 open, 1 frozen");
});

test("“That’s not right”, while an agent talks to somebody", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const noor = await phone("12876391");
  await ana.openSession("12876391");
  await noor.page.getByRole("button", { name: "That’s not right" }).click();
  await expect(noor.heading("Stopped. Nothing was changed")).toBeVisible();
  await expect(ana.heading("This session is frozen")).toBeFocused();
  await endFreeze(await staff("Jonas"), "12876391");
  await expect(ana.heading("This session is frozen")).toBeHidden();
});

test("a change that was put back from the phone, after the session ended", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const ruta = await phone("61339054");
  const digits = await ana.askNewEmail(await ana.openSession("61339054"), "ruta.new@mail.example");
  await ruta.type(digits);
  await ruta.approve();
  await expect(ana.heading("Change email: done, exactly as approved")).toBeVisible();
  await ana.page.getByRole("button", { name: "End session" }).click();
  await expect(ana.heading("No open sessions")).toBeVisible();
  await ruta.page.getByRole("button", { name: "Done" }).click();
  // The screen that is left has a button of that name too, and while one thing is under way the phone does no other.
  await expect(ruta.heading("Your security at Acme")).toBeAttached();
  await ruta.page.getByRole("button", { name: "Put it back" }).click();
  await expect(ruta.heading("Put back. Your account is frozen")).toBeVisible();
  await ruta.page.getByRole("button", { name: "Done" }).click();
  await expect(ruta.page.getByText("Your account is frozen")).toBeVisible();
  await endFreeze(await staff("Jonas"), "61339054");
  await expect(ruta.page.getByText("Your account is frozen")).toBeHidden();
});
