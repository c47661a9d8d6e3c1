// The desk as plain pages and forms: each of these runs with JavaScript on and off.
import { expect, test } from "../fixtures/test";

const NEW = "mirela.new@mail.example";

test("signing in leads to a desk without sessions", async ({ staff }) => {
  const ana = await staff("Ana");
  await expect(ana.page).toHaveTitle("Desk · Countersign");
  await expect(ana.heading("No open sessions")).toBeVisible();
  await ana.page.getByRole("link", { name: "New session" }).click();
  await expect(ana.page).toHaveURL(/\/desk\/new$/);
});

test("an identifier that nobody has opens nothing and says so", async ({ staff }) => {
  const ana = await staff("Ana");
  ana.watch.allow(/status of 4\d\d/);
  await ana.page.goto("/desk/new");
  if (ana.scripted) await expect(ana.page.getByRole("button", { name: "Find" })).toBeVisible();
  await ana.page.getByText("Chat", { exact: true }).click();
  await ana.page.getByLabel("3. What is it about?").selectOption("refund");
  await ana.page.getByRole("textbox", { name: "Identifier" }).fill("99999999");
  await ana.page.getByRole("button", { name: "Open session" }).click();
  await expect(ana.page.getByText("That did not go through")).toBeVisible();
  await expect(ana.page).toHaveURL(/\/desk\/new\?/);
  expect(ana.page.url()).not.toContain("99999999");
  await expect(ana.page.getByRole("textbox", { name: "Identifier" })).toHaveValue("99999999");
  await expect(ana.page.getByLabel("3. What is it about?")).toHaveValue("refund");
  await expect(ana.page.getByLabel("Chat")).toBeChecked();
});

test("a session is opened, a change is asked and runs, and the session ends", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const mirela = await phone("44710982");
  const session = await ana.openSession("44710982");
  await expect(ana.heading("Actions")).toBeVisible();
  await expect(ana.level()).toHaveText("Unverified");
  const digits = await ana.askNewEmail(session, NEW);
  await expect(ana.page.getByText("What you ask is what runs.").first()).toBeVisible();
  await expect(mirela.question()).toBeVisible();

  await ana.page.reload();
  expect(await ana.digits()).toBe(digits);
  await mirela.type(digits);
  await mirela.approve();
  await expect(mirela.heading("You approved this change")).toBeVisible();
  await ana.news();
  await expect(ana.heading("Change email: done, exactly as approved")).toBeVisible();
  await expect(ana.level()).toHaveText("High");
  await ana.page.getByRole("link", { name: "Back to actions ↵" }).click();
  await expect(ana.page).toHaveURL(session);
  await ana.page.getByRole("button", { name: "End session" }).click();
  await expect(ana.heading("No open sessions")).toBeVisible();
  await expect(mirela.page.getByText("You are not talking to Acme now").or(mirela.heading("You approved this change"))).toBeVisible();
});

test("a suspected attack freezes at once", async ({ staff }) => {
  const ana = await staff("Ana");
  await ana.openSession("58201147");
  await ana.page.getByLabel("Session menu").click();
  await ana.page.getByRole("button", { name: "Suspected attack" }).click();
  await expect(ana.heading("This session is frozen")).toBeVisible();
  await ana.page.getByRole("button", { name: "End the session" }).click();
  await expect(ana.heading("No open sessions")).toBeVisible();
});

test("a value that does not fit comes back with a sentence, and stays", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  await phone("58201147", { passkey: false });
  ana.watch.allow(/status of 4\d\d/);
  const session = await ana.openSession("58201147", "refund");
  await ana.page.goto(`${session}/do/refund`);
  await ana.live();
  await ana.page.getByLabel("Amount in euros").fill("201");
  await ana.page.getByLabel("What for").fill("charged twice in March");
  await ana.page.getByRole("button", { name: "Ask the customer to approve" }).click();
  await expect(ana.page.getByText("That did not go through")).toBeVisible();
  await expect(ana.page.getByLabel("Amount in euros")).toHaveValue("201");
  await expect(ana.page.getByLabel("What for")).toHaveValue("charged twice in March");
});

test("what a phone without a passkey cannot prove is not offered, and what was typed stays", async ({ staff, phone }) => {
  const ana = await staff("Ana");
  const tomas = await phone("58201147", { passkey: false });
  const session = await ana.openSession("58201147");
  await expect(ana.page.getByText(/^Missing: High\. .* has no passkey\.$/)).toBeVisible();
  await ana.fillInEmail(session, NEW);
  const ask = ana.page.getByRole("button", { name: "Ask the customer to approve" });
  await expect(ask).toHaveAttribute("aria-disabled", "true");
  await expect(ask).toHaveAccessibleDescription(/has no passkey/);
  await ana.page.getByLabel("New email").press("Enter");
  await expect(ana.page.getByText("Nothing was asked.")).toBeVisible();
  await expect(ana.page.getByLabel("New email")).toHaveValue(NEW);

  await tomas.page.getByRole("button", { name: "Add a passkey on this phone" }).click();
  await expect(tomas.page.getByText("Nobody can trick it out of you")).toBeVisible();
  if (!ana.scripted) await ana.fillInEmail(session, NEW);
  await expect(ask).not.toHaveAttribute("aria-disabled");
  await expect(ana.page.getByLabel("New email")).toHaveValue(NEW);
  await ask.click();
  await ana.digits();
});

test("a link to put something back that is no link changes nothing", async ({ newPage }) => {
  const { page } = await newPage();
  await page.goto("/me/put-back/not-a-link");
  await expect(page.getByRole("heading", { name: "This link has run out" })).toBeVisible();
});

test("an address that leads nowhere says so", async ({ newPage }) => {
  const { page, watch } = await newPage();
  watch.allow(/status of 404/);
  const answer = await page.goto("/no/such/page");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
});
