// An approval is of one value, and waits until the session has reached the level.
import type { Desk } from "../fixtures/desk";
import type { Phone } from "../fixtures/phone";
import { changesTold } from "../fixtures/mailbox";
import { expect, test } from "../fixtures/test";

const NUMBER = "31588406";
const APPROVED = "emil.new@mail.example";

/** Their finger does not fit, so they approve without unlocking. */
async function approveWithoutUnlocking(ana: Desk, emil: Phone): Promise<void> {
  const digits = await ana.askNewEmail(await ana.openSession(NUMBER), APPROVED);
  await emil.authenticator.knowsItsPerson(false);
  await emil.type(digits);
  await emil.approve();
  await expect(emil.page.getByText("That did not go through")).toBeVisible();
  await emil.page.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(emil.heading("You approved this change")).toBeVisible();
  await expect(ana.heading("Change email is not open right now")).toBeFocused();
  await expect(ana.level()).toHaveText("Substantial");
}

/** One more push, with the phone unlocked this time; the page leads back to what was approved by itself. */
async function proveMore(ana: Desk, emil: Phone): Promise<void> {
  await ana.page.getByRole("button", { name: "Ask for one more proof" }).click();
  await emil.authenticator.knowsItsPerson(true);
  await emil.type(await ana.digits());
  await emil.approve();
  await expect(emil.heading("You showed Ana that it is you")).toBeVisible();
  await expect(ana.heading("Change email can run now")).toBeFocused();
  await expect(ana.level()).toHaveText("High");
}

test("an approval that was not enough runs as approved once the level is there", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const emil = await phone(NUMBER);
  await approveWithoutUnlocking(ana, emil);
  await expect(ana.page.getByRole("button", { name: "Run as approved" })).toHaveCount(0);
  await proveMore(ana, emil);
  await expect(ana.page.getByText(APPROVED).first()).toBeVisible();
  await ana.page.getByRole("button", { name: "Run as approved" }).click();
  await expect(ana.heading("Change email: done, exactly as approved")).toBeVisible();
  await expect(ana.timeline()).toContainText("Change email: done");
});

test("another value than the approved one is void", async ({ staff, phone, newPage }) => {
  const ana = await staff("Ana");
  const emil = await phone(NUMBER);
  await approveWithoutUnlocking(ana, emil);
  await proveMore(ana, emil);
  const kept = ana.page.locator('input[name="request"]');
  await expect(kept).toHaveValue(/emil\.new@mail\.example/);
  await kept.evaluate((field: HTMLInputElement) => (field.value = field.value.replace("emil.new", "thief")));
  await ana.page.getByRole("button", { name: "Run as approved" }).click();
  await expect(ana.page.getByText("You changed the value, so the approval is void")).toBeVisible();
  await expect(ana.timeline()).toContainText("Approval void");
  await expect(ana.timeline()).not.toContainText("Change email: done");
  const mailbox = await newPage();
  await mailbox.page.goto("/demo/mailbox");
  await expect(changesTold(mailbox.page)).toHaveCount(0);
});
