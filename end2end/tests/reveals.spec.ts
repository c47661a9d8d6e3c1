// A masked field is shown for a reason and a minute, with a script and without, and the customer sees who looked.
import { pass } from "../fixtures/clock";
import { expect, test } from "../fixtures/test";

const RUTA = "61339054";
const ADDRESS = "ruta.d@post.example";

test("a reason opens an address for a minute, and the customer sees it", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const ruta = await phone(RUTA);
  const session = await ana.openSession(RUTA);
  await expect(ana.page.getByText("From Substantial").first()).toBeVisible();
  await ana.page.getByRole("button", { name: "No change to make?" }).click();
  await ruta.type(await ana.digits());
  await ruta.approve();
  await expect(ruta.heading("You showed Ana that it is you")).toBeVisible();
  await ana.page.goto(session);
  await ana.live();
  await expect(ana.page.getByText(ADDRESS)).toHaveCount(0);

  await ana.page.getByLabel("Reveal email, audited").click();
  await ana.page.locator("#reveal-email-why").selectOption("Customer asked what we have");
  await ana.page.getByRole("button", { name: "Reveal for 60 s" }).filter({ visible: true }).click();
  await expect(ana.page.getByText(ADDRESS)).toBeVisible();
  await expect(ana.page.getByRole("button", { name: /^Email: Hides in [01]:\d\d$/ })).toBeVisible();
  await expect(ana.timeline()).toContainText("Email shown");
  await expect(ana.timeline()).toContainText("Customer asked what we have");
  await expect(ana.page.getByText("1 of 60 reveals used today.")).toBeVisible();
  await ruta.page.goto("/me");
  await expect(ruta.page.getByText("Ana L. looked at your email address")).toBeVisible();

  await pass(ana.page, 60);
  await ana.news();
  await expect(ana.page.getByText(ADDRESS)).toHaveCount(0);
  await expect(ana.page.getByLabel("Reveal email, audited")).toBeVisible();

  // Or before its time.
  await ana.page.getByLabel("Reveal phone, audited").click();
  await ana.page.getByRole("button", { name: "Reveal for 60 s" }).filter({ visible: true }).click();
  await expect(ana.page.getByText("+447700900305")).toBeVisible();
  await ana.page.getByRole("button", { name: /^Phone: Hides in/ }).click();
  await expect(ana.page.getByText("+447700900305")).toHaveCount(0);
});
