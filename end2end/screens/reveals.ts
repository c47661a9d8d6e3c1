// Revealing a masked field: the reason, the minute, what the customer sees, and the floor.
import { pass } from "../fixtures/clock";
import { picture } from "../fixtures/picture";
import { expect, test } from "../fixtures/test";

test("reveals", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const mirela = await phone("44710982");
  const session = await ana.openSession("44710982");
  await ana.page.getByRole("button", { name: "No change to make?" }).click();
  await mirela.type(await ana.digits());
  await mirela.approve();
  await expect(ana.level()).toHaveText("High");
  await ana.page.goto(session);
  await ana.live();
  await picture(ana.page, "reveal-masked");
  await ana.page.getByLabel("Reveal email, audited").click();
  await picture(ana.page, "reveal-reason");
  await ana.page.locator("#reveal-email-why").selectOption("Another reason");
  await picture(ana.page, "reveal-other-reason");
  await ana.page.locator("#reveal-email-why").selectOption("Read back a change");
  await ana.page.getByRole("button", { name: "Reveal for 60 s" }).filter({ visible: true }).click();
  await expect(ana.page.getByText("mk@mail.example")).toBeVisible();
  await picture(ana.page, "reveal-shown");
  await ana.page.setViewportSize({ width: 390, height: 844 });
  await ana.page.locator("#record").scrollIntoViewIfNeeded();
  await picture(ana.page, "reveal-shown-390");
  await ana.page.getByLabel("Reveal phone, audited").click();
  await picture(ana.page, "reveal-reason-390");
  await mirela.page.goto("/me");
  await mirela.page.getByText("looked at your email address").scrollIntoViewIfNeeded();
  await picture(mirela.page, "phone-looked-at");

  await ana.page.setViewportSize({ width: 1440, height: 900 });
  await pass(ana.page, 60);
  await ana.openSession("67130284");
  const jonas = await staff("Jonas");
  await jonas.page.goto("/floor");
  await jonas.live();
  await picture(jonas.page, "floor-canary");
});
