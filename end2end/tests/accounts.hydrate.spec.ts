// From an empty installation to an agent at the desk, with passkeys and no password.
import { expect, test } from "../fixtures/test";

test.use({ demo: false });

test("the first administrator registers, invites an agent, who signs in by passkey", async ({ server, withPasskeys, newPage }) => {
  const link = /http\S+\/setup#\S+/.exec(server.out)?.[0] ?? "";
  const { desk: admin } = await withPasskeys();
  await admin.page.goto(link);
  await admin.page.getByRole("button", { name: "Register your passkey" }).click();
  await expect(admin.heading("You are the first administrator")).toBeVisible();
  await admin.page.getByRole("link", { name: "Invite your colleagues" }).click();
  await expect(admin.page).toHaveURL(/\/staff$/);
  await admin.page.getByLabel("Full name").fill("Lena Fischer");
  await admin.page.getByRole("button", { name: "Make a one-time link" }).click();
  const invitation = await admin.page.getByLabel("One-time link").inputValue();

  const { desk: lena } = await withPasskeys();
  await lena.page.goto(invitation);
  await expect(lena.heading("Welcome, Lena Fischer")).toBeVisible();
  await lena.page.getByRole("button", { name: "Register your passkey" }).click();
  await expect(lena.heading("Welcome, Lena")).toBeVisible();
  await lena.page.getByRole("link", { name: "Go on" }).click();
  await expect(lena.heading("No open sessions")).toBeVisible();
  await lena.page.locator("summary", { hasText: "Lena" }).click();
  await lena.page.getByRole("button", { name: "Sign out" }).click();
  await lena.page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(lena.page).toHaveURL(/\/desk$/);
  await expect(lena.page.locator("summary", { hasText: "Lena Fischer" })).toBeVisible();

  for (const used of [link, invitation]) {
    const stranger = await newPage();
    stranger.watch.allow(/status of 4\d\d/);
    await stranger.page.goto(used);
    await expect(stranger.heading("This link no longer works")).toBeVisible();
  }
});

test("a passkey that nobody registered opens nothing", async ({ withPasskeys }) => {
  const { desk: stranger, authenticator } = await withPasskeys();
  stranger.watch.allow(/status of 4\d\d/);
  await authenticator.holdStrangePasskey();
  await stranger.page.goto("/sign-in");
  await expect(stranger.page.getByRole("button", { name: /^Enter as/ })).toHaveCount(0);
  await stranger.page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(stranger.page.getByRole("alert")).toContainText("That passkey is not linked to an active agent");
  await expect(stranger.page).toHaveURL(/\/sign-in$/);
});

test("before its script is there, the passkey's button says so, and loses no press", async ({ newPage }) => {
  const { page } = await newPage();
  let arrive = () => {};
  const late = new Promise<void>((resolve) => (arrive = resolve));
  await page.route("**/staff_bg.wasm", async (route) => {
    await late;
    await route.continue();
  });
  await page.goto("/sign-in", { waitUntil: "commit" });
  const button = page.getByRole("button", { name: "Sign in with a passkey" });
  await expect(button).toBeDisabled();
  arrive();
  await expect(button).toBeEnabled();
});
