// A kiosk: set up, and in front of a customer.
import { atCounter, setUp } from "../fixtures/kiosk";
import { picture } from "../fixtures/picture";
import { expect, test } from "../fixtures/test";

test("a kiosk, from its code to the customer's answer", async ({ staff, phone, newPage }) => {
  const mirela = await phone("44710982");
  const [freja, ana] = [await staff("Freja"), await staff("Ana")];
  const screen = await newPage({ viewport: { width: 1280, height: 800 } });
  await setUp(screen, freja, "Counter 3");
  await expect(screen.heading("Welcome to Acme")).toBeVisible();
  await picture(screen.page, "kiosk");
  await expect(freja.page.getByText("Ready")).toBeVisible();
  await picture(freja.page, "kiosks");
  await atCounter(ana, "44710982", "Counter 3");
  await picture(ana.page, "console-kiosk");
  await ana.page.getByRole("button", { name: /No change to make/ }).click();
  const digits = await ana.digits();
  await expect(screen.heading("Type these six digits on your phone")).toBeVisible();
  await picture(screen.page, "kiosk-digits");
  await expect(mirela.question()).toBeVisible();
  await mirela.type(digits);
  await mirela.approve();
  await expect(screen.heading("Thank you")).toBeVisible();
  await picture(screen.page, "kiosk-thanks");
  await ana.page.goto(new URL(ana.page.url()).pathname.replace(/\/asked\/.*/, ""));
  await ana.page.getByRole("button", { name: "End session" }).click();
  await atCounter(ana, "44710982", "Counter 3");
  await ana.page.getByRole("button", { name: /Passkey/ }).click();
  await expect(screen.heading("Scan this with your phone")).toBeVisible();
  await picture(screen.page, "kiosk-link");
});
