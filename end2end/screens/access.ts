// Who may do what: a review under way and finished, the people, one of them, and an ended sign-in.
import { end } from "../fixtures/access";
import { picture } from "../fixtures/picture";
import { expect, PHONE, test } from "../fixtures/test";

test("access", async ({ staff }) => {
  const freja = await staff("Freja");
  await freja.page.goto("/access");
  await freja.live();
  await picture(freja.page, "access-review");
  await freja.page.setViewportSize(PHONE);
  await picture(freja.page, "access-review-390");
  await freja.page.setViewportSize({ width: 1440, height: 900 });
  const jonas = await staff("Jonas");
  await jonas.page.goto("/access");
  await jonas.live();
  await picture(jonas.page, "access-review-supervisor");
  const ana = await staff("Ana");
  await freja.page.goto("/access/staff");
  await picture(freja.page, "access-people");
  await freja.page.getByRole("link", { name: "Ana Lindqvist" }).click();
  await picture(freja.page, "access-person");
  await freja.page.setViewportSize(PHONE);
  await picture(freja.page, "access-person-390");
  await freja.page.setViewportSize({ width: 1440, height: 900 });
  await freja.page.getByLabel("Why", { exact: true }).fill("Her laptop was stolen");
  await freja.page.getByRole("button", { name: "End all their sign-ins" }).click();
  await ana.page.goto("/desk");
  await expect(ana.page.getByRole("alert")).toBeVisible();
  await picture(ana.page, "sign-in-ended");
  await end(freja, await staff("Ingrid"));
  await expect(freja.page.getByText(/Finished by/)).toBeVisible();
  await picture(freja.page, "access-review-finished");
});
