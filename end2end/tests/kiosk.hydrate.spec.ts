// A customer at a counter: the kiosk shows what to do, they do it on their own phone, and nothing of theirs stays on the screen.
import type { Page } from "@playwright/test";

import { barriers } from "../fixtures/axe";
import { Authenticator } from "../fixtures/authenticator";
import { read } from "../fixtures/camera";
import { atCounter, setUp } from "../fixtures/kiosk";
import { expect, PHONE, test } from "../fixtures/test";

const SCREEN = { width: 1280, height: 800 };

const shows = (page: Page) => page.locator("#screen");

test("six digits on the kiosk, typed on the phone", async ({ staff, phone, newPage }) => {
  const mirela = await phone("44710982");
  const [freja, ana, screen] = [await staff("Freja"), await staff("Ana"), await newPage({ viewport: SCREEN })];
  await freja.page.goto("/kiosks");
  await expect(freja.heading("No kiosk yet")).toBeVisible();
  expect(await barriers(freja.page)).toEqual([]);
  await setUp(screen, freja, "Counter 3");
  // The screen hears of it by itself.
  await expect(screen.heading("Welcome to Acme")).toBeVisible();
  expect(await barriers(screen.page)).toEqual([]);
  await expect(freja.page.getByText("Ready")).toBeVisible();
  expect(await barriers(freja.page)).toEqual([]);

  await atCounter(ana, "44710982", "Counter 3");
  await ana.page.getByRole("button", { name: /No change to make/ }).click();
  const digits = await ana.digits();
  await expect(ana.page.getByText("The kiosk shows these six digits")).toBeVisible();
  expect(await barriers(ana.page)).toEqual([]);
  await expect(screen.heading("Type these six digits on your phone")).toBeVisible();
  await expect(shows(screen.page)).toContainText(`${digits.slice(0, 3)} ${digits.slice(3)}`);
  await expect(shows(screen.page)).not.toContainText("Mirela");
  expect(await barriers(screen.page)).toEqual([]);

  await expect(mirela.question()).toBeVisible();
  await mirela.type(digits);
  await mirela.approve();
  await expect(screen.heading("Thank you")).toBeVisible();
  await expect(shows(screen.page)).not.toContainText(digits.slice(0, 3));
  await expect(ana.level()).toHaveText("High");
  await ana.page.getByRole("button", { name: "They left it" }).click();
  await expect(screen.heading("Welcome to Acme")).toBeVisible();
});

test("a passkey by the kiosk's own link, scanned with another device", async ({ server, staff, phone, newPage }) => {
  const mirela = await phone("44710982");
  const [freja, ana, screen] = [await staff("Freja"), await staff("Ana"), await newPage({ viewport: SCREEN })];
  await setUp(screen, freja, "Counter 3");
  await atCounter(ana, "44710982", "Counter 3");
  await ana.page.getByRole("button", { name: /Passkey/ }).click();
  await expect(screen.heading("Scan this with your phone")).toBeVisible();
  const code = screen.page.getByRole("img", { name: "QR code of the link" });
  await expect(code).toBeVisible();
  expect(await barriers(screen.page)).toEqual([]);
  const url = await read(screen.page);
  expect(url.startsWith(`${server.origin}/p/`)).toBe(true);
  const device = await newPage({ viewport: PHONE });
  const authenticator = await Authenticator.into(device.page);
  await authenticator.hold(await mirela.authenticator.passkeys());
  await device.page.goto(url);
  await device.page.getByRole("button", { name: "Approve with passkey" }).click();
  await expect(device.heading("You showed that it is you")).toBeVisible();
  await expect(screen.heading("Thank you")).toBeVisible();
  await expect(ana.level()).toHaveText("High");
});

test("without a touch it is hidden, on a screen that hears nothing too; and a touch shows it again", async ({ server, staff, phone, newPage }) => {
  await phone("44710982");
  const [freja, ana, screen] = [await staff("Freja"), await staff("Ana"), await newPage({ viewport: SCREEN })];
  await setUp(screen, freja, "Counter 3");
  await atCounter(ana, "44710982", "Counter 3");
  await screen.page.clock.install();
  await screen.page.goto("/kiosk");
  await ana.page.getByRole("button", { name: /No change to make/ }).click();
  const digits = await ana.digits();
  await expect(shows(screen.page)).toContainText(digits.slice(0, 3));
  // The screen's own clock hides it, while not a word of the server comes through.
  await screen.page.route(/redraw/, () => {});
  await screen.page.clock.runFor(46_000);
  await expect(screen.heading("Hidden, because nobody touched the screen")).toBeVisible();
  await screen.page.getByRole("button", { name: "Show it again" }).click();
  await screen.page.unrouteAll({ behavior: "ignoreErrors" });
  await expect(shows(screen.page)).toContainText(digits.slice(0, 3));
  expect(server.log).not.toContain(digits);
});

test("a kiosk that cannot reach us shows nothing of anybody's, and goes on by itself", async ({ staff, phone, newPage }) => {
  await phone("44710982");
  const [freja, ana, screen] = [await staff("Freja"), await staff("Ana"), await newPage({ viewport: SCREEN })];
  await setUp(screen, freja, "Counter 3");
  await atCounter(ana, "44710982", "Counter 3");
  await ana.page.getByRole("button", { name: /No change to make/ }).click();
  const digits = await ana.digits();
  await expect(shows(screen.page)).toContainText(digits.slice(0, 3));
  screen.watch.allow(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK|Failed to load/);
  await screen.page.context().setOffline(true);
  await screen.page.mouse.click(10, 10);
  await expect(screen.heading("One moment, please")).toBeVisible();
  await expect(shows(screen.page)).not.toContainText(digits.slice(0, 3));
  await screen.page.context().setOffline(false);
  await expect(shows(screen.page)).toContainText(digits.slice(0, 3), { timeout: 15_000 });
});

test("without a script the kiosk asks again by itself", async ({ staff, phone, newPage }) => {
  await phone("44710982");
  const [freja, ana, screen] = [await staff("Freja"), await staff("Ana"), await newPage({ viewport: SCREEN, javaScriptEnabled: false })];
  await setUp(screen, freja, "Counter 3");
  await atCounter(ana, "44710982", "Counter 3");
  await ana.page.getByRole("button", { name: /No change to make/ }).click();
  const digits = await ana.digits();
  await expect(shows(screen.page)).toContainText(digits.slice(0, 3), { timeout: 15_000 });
});

test("two kiosks, two customers, and neither sees the other's", async ({ staff, phone, newPage }) => {
  await phone("44710982");
  await phone("58201147");
  const freja = await staff("Freja");
  const [ana, bram] = [await staff("Ana"), await staff("Bram")];
  const [one, two] = [await newPage({ viewport: SCREEN }), await newPage({ viewport: SCREEN })];
  await setUp(one, freja, "Counter 1");
  await setUp(two, freja, "Counter 2");
  await atCounter(ana, "44710982", "Counter 1");
  await atCounter(bram, "58201147", "Counter 2");
  await ana.page.getByRole("button", { name: /No change to make/ }).click();
  await bram.page.getByRole("button", { name: /No change to make/ }).click();
  const spaced = (digits: string) => `${digits.slice(0, 3)} ${digits.slice(3)}`;
  const [first, second] = [spaced(await ana.digits()), spaced(await bram.digits())];
  await expect(shows(one.page)).toContainText(first);
  await expect(shows(two.page)).toContainText(second);
  await expect(shows(one.page)).not.toContainText(second);
  await expect(shows(two.page)).not.toContainText(first);
});
