// A phone that a customer no longer has, and somebody who comes again after a no: as people see it.
import { others } from "../fixtures/desk";
import { expect, test } from "../fixtures/test";

const NUMBER = "44710982";

test("“I no longer have this”, from another phone, and back again", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const lost = await phone(NUMBER);
  const kept = await phone(NUMBER);
  await ana.openSession(NUMBER);
  await kept.page.goto("/me");
  await kept.page.getByRole("button", { name: /^I no longer have this/ }).click();
  await expect(kept.page.getByRole("button", { name: /^I have it again/ })).toBeVisible();
  await expect(lost.heading("This phone is suspended")).toBeVisible();
  await expect(lost.page.getByText("You are talking to")).toHaveCount(0);
  await expect(ana.page.getByText("they said on another phone")).toBeVisible();
  await expect(ana.timeline()).toContainText("Phone suspended");
  await kept.page.getByRole("button", { name: /^I have it again/ }).click();
  await expect(lost.page.getByText("You are talking to Ana from Acme: genuine")).toBeVisible();
  await expect(ana.timeline()).toContainText("Phone brought back");
});

test("the same without JavaScript", async ({ phone, newPage }) => {
  const lost = await phone(NUMBER);
  const kept = await phone(NUMBER);
  const storageState = await kept.page.context().storageState();
  const { page } = await newPage({ javaScriptEnabled: false, storageState });
  await page.goto("/me");
  await page.getByRole("button", { name: /^I no longer have this/ }).click();
  await expect(page).toHaveURL(/\/me$/);
  await expect(page.getByRole("button", { name: /^I have it again/ })).toBeVisible();
  const theirs = await newPage({ javaScriptEnabled: false, storageState: await lost.page.context().storageState() });
  await theirs.page.goto("/me");
  await expect(theirs.heading("This phone is suspended")).toBeVisible();
  await theirs.page.getByRole("link", { name: "Type a new code" }).click();
  await expect(theirs.page).toHaveURL(/\/me\/add$/);
  await page.getByRole("button", { name: /^I have it again/ }).click();
  await expect(page.getByRole("button", { name: /^I no longer have this/ })).toBeVisible();
});

test("the agent on the line suspends it, and nobody asks it any more", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const lost = await phone(NUMBER);
  const session = await ana.openSession(NUMBER);
  await ana.askNewEmail(session, "mirela.new@mail.example");
  await expect(lost.question()).toBeVisible();
  await ana.page.getByRole("button", { name: /^They no longer have it/ }).click();
  await expect(lost.heading("This phone is suspended")).toBeVisible();
  await expect(ana.page.getByText("they told an agent")).toBeVisible();
  await expect(ana.page.getByRole("button", { name: /^They no longer have it/ })).toHaveCount(0);
});

test("who comes again after guessed digits is met by a banner, and a supervisor reads of it", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const mirela = await phone(NUMBER);
  const digits = await ana.askNewEmail(await ana.openSession(NUMBER), "mirela.new@mail.example");
  mirela.watch.allow(/status of 422/);
  for (let left = 4; left >= 0; left--) {
    await mirela.type(others(digits));
    await mirela.approve();
    if (left > 0) await expect(mirela.page.getByText(new RegExp(`${left} tr(y|ies) left`)).first()).toBeVisible();
  }
  const jonas = await staff("Jonas");
  await jonas.page.goto("/floor");
  await jonas.live();
  const bram = await staff("Bram");
  await bram.openSession(NUMBER);
  await expect(bram.page.getByRole("alert").filter({ hasText: "Take care: 1 try in this customer’s name within the hour" })).toBeVisible();
  const row = jonas.page.getByRole("listitem").filter({ hasText: "Tried again within the hour" });
  await row.getByRole("link", { name: /^Look: / }).click();
  await jonas.page.getByRole("radio", { name: "Training needed" }).check();
  await jonas.page.getByRole("button", { name: "Close the alert" }).click();
  await expect(jonas.heading("No open alerts")).toBeVisible();
});
