// The floor with sessions in several states, one alert's page, past alerts, and numbers.
import { picture } from "../fixtures/picture";
import { expect, test } from "../fixtures/test";

test("the floor, alerts and numbers", async ({ staff, phone }) => {
  const [ana, bram] = [await staff("Ana"), await staff("Bram")];
  const mirela = await phone("44710982");
  const tomas = await phone("58201147");
  const priya = await phone("90417265");
  const jonas = await staff("Jonas");
  await jonas.page.goto("/floor");
  await picture(jonas.page, "floor-quiet");

  const session = await ana.openSession("44710982");
  await mirela.type(await ana.askNewEmail(session, "mirela.new@mail.example"));
  await mirela.approve();
  await expect(ana.heading("Change email: done, exactly as approved")).toBeVisible();
  await ana.askNewEmail(await ana.openSession("90417265"), "priya.new@mail.example");
  await expect(priya.question()).toBeVisible();
  await priya.toldTo();
  await expect(ana.heading("This session is frozen")).toBeVisible();
  await ana.openSession("12876391", "refund");
  await bram.askRefund(await bram.openSession("58201147", "refund"), "20.00");
  await expect(tomas.question()).toBeVisible();

  await jonas.page.goto("/floor");
  await jonas.live();
  await picture(jonas.page, "floor");
  await jonas.page.getByRole("link", { name: /^Open: / }).click();
  await jonas.page.getByRole("button", { name: "Acknowledge" }).click();
  await expect(jonas.page.getByText("Acknowledged by Jonas Weber")).toBeVisible();
  await picture(jonas.page, "alert");
  await jonas.page.goto("/floor/alerts");
  await picture(jonas.page, "alerts");
  await jonas.page.goto("/floor/numbers");
  await picture(jonas.page, "numbers");
  await jonas.page.setViewportSize({ width: 390, height: 844 });
  await picture(jonas.page, "numbers-390");
  await jonas.page.goto("/floor");
  await jonas.live();
  await picture(jonas.page, "floor-390");
  await jonas.page.goto("/floor/alerts");
  await picture(jonas.page, "alerts-390");
  await jonas.page.getByRole("row").nth(1).getByRole("link").click();
  await picture(jonas.page, "alert-390");
});
