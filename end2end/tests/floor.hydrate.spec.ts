// The floor: what happens stands on it by itself, within a second; an alert is taken up, and closed with what it was.
import { barriers } from "../fixtures/axe";
import type { Desk } from "../fixtures/desk";
import { expect, test } from "../fixtures/test";

/** The floor of a supervisor, live. */
async function floorOf(desk: Desk, query = ""): Promise<void> {
  await desk.page.goto(`/floor${query}`);
  await desk.live();
}

/** A second is promised; on a machine that is busy with other tests it is more, but far sooner than the stream would look by itself. */
const SOON = { timeout: 5_000 };

test("a session stands on the floor by itself, and what it is at", async ({ staff, phone }) => {
  const jonas = await staff("Jonas");
  await floorOf(jonas);
  await expect(jonas.heading("No open sessions")).toBeVisible();
  const mirela = await phone("44710982");
  const ana = await staff("Ana");
  const session = await ana.openSession("44710982");
  const row = jonas.page.getByRole("row").filter({ hasText: "Ana Lindqvist" });
  await expect(row).toContainText("Nothing asked yet", SOON);
  await expect(row).not.toContainText("Mirela");
  const digits = await ana.askNewEmail(session, "mirela.new@mail.example");
  await expect(row).toContainText("Waiting, push", SOON);
  await expect(jonas.page.getByRole("link", { name: "Waiting 1" })).toBeVisible();
  await mirela.type(digits);
  await mirela.approve();
  await expect(row).toContainText("Change email: done", SOON);
  await expect(row).toContainText("High");
  expect(await barriers(jonas.page)).toEqual([]);
  await ana.page.getByRole("button", { name: "End session" }).click();
  await expect(jonas.heading("No open sessions")).toBeVisible(SOON);
  await expect(jonas.page.getByRole("group", { name: "Now" })).toContainText("100%");
});

test("a filter stays while the floor draws itself again", async ({ staff, phone }) => {
  const jonas = await staff("Jonas");
  await floorOf(jonas, "?show=waiting");
  await expect(jonas.heading("Nobody waits for a customer")).toBeVisible();
  const ana = await staff("Ana");
  await phone("44710982");
  const session = await ana.openSession("44710982");
  await expect(jonas.page.getByRole("link", { name: "All 1" })).toBeVisible(SOON);
  await expect(jonas.heading("Nobody waits for a customer")).toBeVisible();
  await ana.askNewEmail(session, "mirela.new@mail.example");
  await expect(jonas.page.getByRole("row").filter({ hasText: "Waiting, push" })).toBeVisible(SOON);
});

test("“this isn’t me” alerts within a second; she takes it up and says what it was", async ({ staff, phone }) => {
  const jonas = await staff("Jonas");
  await floorOf(jonas);
  const mirela = await phone("44710982");
  const ana = await staff("Ana");
  await ana.askNewEmail(await ana.openSession("44710982"), "thief@evil.example");
  await mirela.page.getByRole("button", { name: "No, this isn’t me" }).click();
  const alert = jonas.page.getByRole("listitem").filter({ hasText: "“No, this isn’t me”" });
  await expect(alert).toBeVisible(SOON);
  await expect(jonas.page.locator("#say-now")).toContainText("Alert: “No, this isn’t me”");
  await expect(jonas.page.getByRole("row").filter({ hasText: "Frozen" })).toContainText("Needs you");
  expect(await barriers(jonas.page)).toEqual([]);

  // By keyboard alone.
  await alert.getByRole("link").focus();
  await jonas.page.keyboard.press("Enter");
  await expect(jonas.heading("“No, this isn’t me”")).toBeVisible();
  await jonas.page.getByRole("button", { name: "Acknowledge" }).focus();
  await jonas.page.keyboard.press("Enter");
  await expect(jonas.page.getByText("Acknowledged by Jonas Weber")).toBeVisible();
  expect(await barriers(jonas.page)).toEqual([]);
  await jonas.page.getByRole("radio", { name: "Attack" }).focus();
  await jonas.page.keyboard.press("Space");
  await jonas.page.getByLabel("Note").fill("Rang her back");
  await jonas.page.keyboard.press("Enter");
  await expect(jonas.heading("No open alerts")).toBeVisible();
  await expect(ana.heading("This session is frozen")).toBeHidden();

  await jonas.page.getByRole("link", { name: "Past alerts" }).click();
  await jonas.page.getByRole("combobox", { name: "Outcome" }).selectOption("attack");
  await jonas.page.getByRole("button", { name: "Show" }).click();
  await expect(jonas.page.getByRole("row").filter({ hasText: "“No, this isn’t me”" })).toContainText("Closed by Jonas Weber");
  expect(await barriers(jonas.page)).toEqual([]);
});

test("of two supervisors one is first, and the other reads who", async ({ staff }) => {
  const ana = await staff("Ana");
  await ana.openSession("44710982");
  await ana.page.getByLabel("Session menu").click();
  await ana.page.getByRole("button", { name: "Suspected attack" }).click();
  await expect(ana.heading("This session is frozen")).toBeVisible();
  const [one, other] = [await staff("Jonas"), await staff("Jonas")];
  for (const desk of [one, other]) {
    await desk.page.goto("/floor");
    await desk.page.getByRole("link", { name: /^Open: Suspected attack/ }).click();
    await desk.page.getByRole("radio", { name: "False alarm" }).check();
  }
  await one.page.getByRole("button", { name: "End the freeze" }).click();
  await expect(one.heading("No open alerts")).toBeVisible();
  await other.page.getByRole("button", { name: "End the freeze" }).click();
  await expect(other.page.getByText("That did not go through")).toBeVisible();
  await expect(other.page.getByText("Closed by Jonas Weber")).toBeVisible();
  await expect(other.page.getByRole("button", { name: "End the freeze" })).toHaveCount(0);
});

test("numbers show what was just done, and can be taken away", async ({ staff, phone }) => {
  const mirela = await phone("44710982");
  const ana = await staff("Ana");
  const jonas = await staff("Jonas");
  await jonas.page.goto("/floor/numbers");
  await expect(jonas.page.getByText("No customer was asked anything in this time.").first()).toBeVisible();
  await mirela.type(await ana.askNewEmail(await ana.openSession("44710982"), "mirela.new@mail.example"));
  await mirela.approve();
  await expect(ana.heading("Change email: done, exactly as approved")).toBeVisible();
  await jonas.page.reload();
  await expect(jonas.page.getByRole("table", { name: "By method" }).getByRole("row").nth(1)).toContainText("Push");
  await expect(jonas.page.getByRole("table", { name: "By channel" }).getByRole("row").nth(1)).toContainText("Phone");
  expect(await barriers(jonas.page)).toEqual([]);
  const coming = jonas.page.waitForEvent("download");
  await jonas.page.getByRole("link", { name: "CSV" }).click();
  expect((await coming).suggestedFilename()).toBe("numbers-today.csv");
  await jonas.page.getByRole("link", { name: "7 days" }).click();
  await expect(jonas.page).toHaveURL(/span=7$/);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the floor is read, filtered, and an alert closed", async ({ staff, phone }) => {
    const mirela = await phone("44710982");
    const ana = await staff("Ana");
    await ana.openSession("44710982");
    const jonas = await staff("Jonas");
    await jonas.page.goto("/floor");
    await expect(jonas.page.getByRole("row").filter({ hasText: "Ana Lindqvist" })).toBeVisible();
    await jonas.page.getByRole("link", { name: "Waiting 0" }).click();
    await expect(jonas.heading("Nobody waits for a customer")).toBeVisible();
    await mirela.page.getByRole("button", { name: "That’s not right" }).click();
    await expect(mirela.heading("Stopped. Nothing was changed")).toBeVisible();
    await jonas.page.goto("/floor");
    await jonas.page.getByRole("link", { name: /^Open: / }).click();
    await jonas.page.getByRole("button", { name: "Acknowledge" }).click();
    await expect(jonas.page.getByText("Acknowledged by Jonas Weber")).toBeVisible();
    await jonas.page.getByRole("radio", { name: "Customer mistaken" }).check();
    await jonas.page.getByRole("button", { name: "End the freeze" }).click();
    await expect(jonas.heading("No open alerts")).toBeVisible();
  });
});
