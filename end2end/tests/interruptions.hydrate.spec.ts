// What must survive: a reload, a server that is started again, a sign-out somewhere else.
import { expect, test } from "../fixtures/test";

const NEW = "noor.new@mail.example";
const LINE_IS_DOWN = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|status of 503/;

test("both sides reload and the server starts again, and the change still runs", async ({ server, staff, phone }) => {
  const ana = await staff("Ana");
  const noor = await phone("12876391");
  const digits = await ana.askNewEmail(await ana.openSession("12876391"), NEW);
  await expect(noor.question()).toBeVisible();

  await ana.page.reload();
  await noor.page.reload();
  expect(await ana.digits()).toBe(digits);
  await expect(noor.question()).toBeVisible();

  ana.watch.allow(LINE_IS_DOWN);
  noor.watch.allow(LINE_IS_DOWN);
  await server.stop();
  await expect(ana.linkState()).toHaveText(/^Not connected\. Trying /);
  await expect(ana.heading(/^Six digits: /)).toBeVisible();
  await server.run();
  await expect(ana.linkState()).toHaveText("Live", { timeout: 40_000 });
  expect(await ana.digits()).toBe(digits);

  await noor.type(digits);
  await noor.approve();
  await expect(noor.heading("You approved this change")).toBeVisible();
  await expect(ana.heading("Change email: done, exactly as approved")).toBeVisible();
});

test("a phone whose server is away cannot tell, and says so", async ({ server, phone }) => {
  const noor = await phone("12876391");
  await expect(noor.page.getByText("You are not talking to Acme now")).toBeVisible();
  noor.watch.allow(LINE_IS_DOWN);
  await server.stop();
  await expect(noor.page.getByText("We cannot tell right now")).toBeVisible();
  await server.run();
  await noor.page.getByRole("button", { name: "Try again" }).click();
  await expect(noor.page.getByText("You are not talking to Acme now")).toBeVisible();
});

test("signing out everywhere ends the other browser’s page too", async ({ staff }) => {
  const here = await staff("Ana");
  const there = await staff("Ana");
  await there.openSession("12876391");
  there.watch.allow(/status of 401/);
  await here.page.goto("/account");
  await expect(here.page.getByRole("row")).toHaveCount(3);
  await here.page.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(here.page).toHaveURL(/\/sign-in$/);
  await expect(there.linkState()).toHaveText("Signed out. Sign in again");
  await there.page.reload();
  await expect(there.page).toHaveURL(/\/sign-in$/);
});

test("signing out ends this browser’s sign-in only", async ({ staff }) => {
  const here = await staff("Ana");
  const there = await staff("Ana");
  await here.page.locator("summary", { hasText: "Ana" }).click();
  await here.page.getByRole("button", { name: "Sign out" }).click();
  await expect(here.page).toHaveURL(/\/sign-in$/);
  await here.page.goto("/desk");
  await expect(here.page).toHaveURL(/\/sign-in$/);
  await there.page.goto("/desk");
  await expect(there.heading("No open sessions")).toBeVisible();
});
