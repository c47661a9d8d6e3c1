// How staff come to be, sign in and see their sign-ins.
import { picture } from "../fixtures/picture";
import { expect, test } from "../fixtures/test";

test.describe("an empty installation", () => {
  test.use({ demo: false });

  test("setting up", async ({ server, withPasskeys, newPage }) => {
    const { desk: admin } = await withPasskeys();
    const link = /http\S+\/setup#\S+/.exec(server.out)?.[0] ?? "";
    await admin.page.goto(link);
    await expect(admin.page.getByRole("button", { name: "Register your passkey" })).toBeVisible();
    await picture(admin.page, "setup");
    await admin.page.getByRole("button", { name: "Register your passkey" }).click();
    await expect(admin.heading("You are the first administrator")).toBeVisible();
    await picture(admin.page, "setup-done");
    await admin.page.goto("/staff");
    await admin.page.getByLabel("Full name").fill("Lena Fischer");
    await picture(admin.page, "staff");
    const stranger = await newPage();
    stranger.watch.allow(/status of \d+/);
    await stranger.page.goto(link);
    await expect(stranger.heading("This link no longer works")).toBeVisible();
    await picture(stranger.page, "setup-link-used");
    await stranger.page.goto("/sign-in");
    await expect(stranger.heading("Sign in to the desk")).toBeVisible();
    await picture(stranger.page, "sign-in");
  });
});

test("one’s own sign-ins", async ({ newPage, staff }) => {
  const nobody = await newPage();
  await nobody.page.goto("/sign-in");
  await picture(nobody.page, "sign-in-demo");
  const ana = await staff("Ana");
  await ana.page.goto("/account");
  await picture(ana.page, "account");
});
