// A review of who may do what, from its start to its end, by keyboard and without a script as well.
import { end, inDays } from "../fixtures/access";
import { expect, test } from "../fixtures/test";

test("a review is started, decided and finished, and its record is taken away", async ({ staff }) => {
  const [freja, ingrid, jonas] = [await staff("Freja"), await staff("Ingrid"), await staff("Jonas")];
  await end(freja, ingrid);
  await expect(freja.page.getByText(/^Granted, and used .* Finished by Freja Holm, /)).toBeVisible();

  await jonas.page.goto("/access");
  await jonas.page.getByLabel("Name", { exact: true }).fill("Access review, spring");
  await jonas.page.getByLabel("Due").fill(inDays(14));
  await jonas.page.getByRole("button", { name: "Start the review" }).press("Enter");
  await expect(jonas.heading("Access review, spring")).toBeVisible();
  await expect(jonas.page.getByText("14 days left").or(jonas.page.getByText("15 days left"))).toBeVisible();
  const own = jonas.page.getByRole("row").filter({ hasText: "Jonas Weber" }).first();
  await expect(own).toContainText("Decided by Ingrid Solberg or Freja Holm");
  await expect(jonas.page.getByRole("group", { name: /^Decision: Jonas Weber/ })).toHaveCount(0);
  const finish = jonas.page.getByRole("button", { name: "Finish review" });
  await expect(finish).toHaveAttribute("aria-disabled", "true");
  await jonas.page.getByRole("group", { name: "Decision: Ana Lindqvist, Agent" }).getByRole("button", { name: "Keep" }).press("Enter");
  await jonas.page.getByRole("group", { name: "Decision: Bram Visser, Agent" }).getByRole("button", { name: "Remove" }).press("Enter");
  await expect(jonas.page.getByText(/^Removed by Jonas Weber, /)).toBeVisible();
  await expect(jonas.page.getByRole("status").filter({ hasText: "kept" })).toHaveText("1 kept, 1 removed, 0 to decide, 5 with somebody else");

  await freja.page.goto("/access?show=to-decide");
  while ((await freja.page.getByRole("group", { name: /^Decision: / }).count()) > 0) {
    const next = freja.page.getByRole("group", { name: /^Decision: / }).first();
    const name = (await next.getAttribute("aria-label")) ?? "";
    await next.getByRole("button", { name: "Keep" }).press("Enter");
    await expect(freja.page.getByRole("group", { name })).toHaveCount(0);
    await expect(freja.page).toHaveURL(/show=to-decide/);
  }
  await ingrid.page.goto("/access");
  await ingrid.page.getByRole("group", { name: "Decision: Freja Holm, Administrator" }).getByRole("button", { name: "Keep" }).press("Enter");
  await jonas.page.goto("/access");
  await finish.press("Enter");
  await expect(jonas.page.getByText(/Finished by Jonas Weber/)).toBeVisible();
  const coming = jonas.page.waitForEvent("download");
  await jonas.page.getByRole("button", { name: "CSV" }).click();
  expect((await coming).suggestedFilename()).toBe("access-review.csv");
});

test("what is not decided stops the end, in words", async ({ staff }) => {
  const freja = await staff("Freja");
  freja.watch.allow(/status of 4\d\d/);
  await freja.page.goto("/access");
  await freja.page.getByRole("button", { name: "Finish review" }).press("Enter");
  await expect(freja.page.getByRole("alert").filter({ hasText: "not decided yet" })).toBeVisible();
});

test("an agent has no part in it", async ({ staff }) => {
  const ana = await staff("Ana");
  ana.watch.allow(/status of 403/);
  await expect(ana.page.getByRole("link", { name: "Access" })).toHaveCount(0);
  await ana.page.goto("/access");
  await expect(ana.heading("This is not part of your role")).toBeVisible();
});

test("one whose sign-in was ended is told at the next step", async ({ staff }) => {
  const bram = await staff("Bram");
  const jonas = await staff("Jonas");
  await jonas.page.goto("/access/staff");
  await jonas.page.getByRole("link", { name: "Bram Visser" }).click();
  await jonas.page.getByLabel("Why", { exact: true }).fill("Left his screen open");
  await jonas.page.getByRole("button", { name: "End all their sign-ins" }).press("Enter");
  await expect(jonas.page.getByText("Signed in nowhere.")).toBeVisible();
  await bram.page.goto("/account");
  await expect(bram.page).toHaveURL(/\/sign-in$/);
  await expect(bram.page.getByRole("alert")).toContainText("Your sign-in was ended by a supervisor");
});
