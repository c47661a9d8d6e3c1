// Who has too few ways to prove who they are, as supervisors read it.
import { picture } from "../fixtures/picture";
import { expect, test } from "../fixtures/test";

test("customers with fewer than two ways", async ({ staff, phone }) => {
  await phone("58201147");
  const jonas = await staff("Jonas");
  await jonas.page.goto("/policy/customers");
  await expect(jonas.page.getByText("12876391").or(jonas.page.getByText("1287 6391")).first()).toBeVisible();
  await picture(jonas.page, "few-ways");
});
