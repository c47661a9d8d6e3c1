// The customer's phone, and the pages that their mail leads to.
import { others } from "../fixtures/desk";
import { Authenticator } from "../fixtures/authenticator";
import { Phone } from "../fixtures/phone";
import { picture } from "../fixtures/picture";
import { expect, PHONE, test } from "../fixtures/test";

const NEW = "mirela.k@newmail.example";

test("from binding a phone to a change that is done, and put back", async ({ staff, newPage }) => {
  const ana = await staff("Ana");
  const { page, watch } = await newPage({ viewport: PHONE, isMobile: true, hasTouch: true });
  watch.allow(/status of 4\d\d/);
  const mirela = new Phone(page, watch, await Authenticator.into(page));
  await page.goto("/demo/phone/44710982");
  await expect(page.getByLabel("Binding code")).toHaveValue(/^[0-9A-Z]{8}$/);
  await picture(page, "phone-enrol");
  await page.getByRole("button", { name: "Make this phone my proof" }).click();
  await expect(mirela.heading("This phone is now your proof")).toBeVisible();
  await picture(page, "phone-enrolled");
  await mirela.addPasskey();
  await picture(page, "phone-not-talking");
  const session = await ana.openSession("44710982");
  await expect(page.getByText("You are talking to Ana from Acme: genuine")).toBeVisible();
  await picture(page, "phone-talking");
  const digits = await ana.askNewEmail(session, NEW);
  await expect(mirela.question()).toBeVisible();
  await picture(page, "phone-prompt");
  await mirela.type(others(digits));
  await mirela.approve();
  await expect(page.getByText("Not the same digits.")).toBeVisible();
  await picture(page, "phone-prompt-other-digits");
  await mirela.type(digits);
  await picture(page, "phone-prompt-typed");
  await mirela.approve();
  await expect(mirela.heading("You approved this change")).toBeVisible();
  await picture(page, "phone-approved");
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("Email changed to ")).toBeVisible();
  await picture(page, "phone-changes");

  const mailbox = await newPage({ viewport: PHONE });
  await mailbox.page.goto("/demo/mailbox");
  await picture(mailbox.page, "mailbox");
  await mailbox.page.goto((await mailbox.page.getByRole("link").first().getAttribute("href")) ?? "");
  await picture(mailbox.page, "put-back");
  await mailbox.page.getByRole("button", { name: "This was not me: put it back" }).click();
  await expect(mailbox.heading("Put back. Your account is frozen")).toBeVisible();
  await picture(mailbox.page, "put-back-done");
  await mailbox.page.goto("/me/put-back/not-a-link");
  await picture(mailbox.page, "put-back-run-out");
  await mailbox.page.goto("/demo/mailbox");
  const added = mailbox.page.getByRole("article").filter({ hasText: "A phone was added" }).first();
  await mailbox.page.goto((await added.getByRole("link").getAttribute("href")) ?? "");
  await picture(mailbox.page, "not-me");
  await mailbox.page.getByRole("button", { name: "This was not me: stop everything" }).click();
  await expect(mailbox.heading("Stopped. Your account is frozen")).toBeVisible();
  await picture(mailbox.page, "not-me-done");
});

const stops = [
  ["No, this isn’t me", "phone-not-me", "70925518"],
  ["Someone told me to approve this", "phone-told-to", "82264730"],
] as const;

for (const [answer, name, number] of stops) {
  test(answer, async ({ staff, phone }) => {
    const ana = await staff("Ana");
    const customer = await phone(number);
    await ana.askNewEmail(await ana.openSession(number), NEW);
    await customer.page.getByRole("button", { name: answer }).click();
    await expect(customer.heading(/Nothing was changed/)).toBeVisible();
    await picture(customer.page, name);
    await customer.page.getByRole("button", { name: "Check my recent changes" }).click();
    await expect(customer.heading("Your security at Acme")).toBeAttached();
    await expect(customer.page.getByText("Your account is frozen")).toBeVisible();
    await picture(customer.page, `${name}-home`);
  });
}

test("out of time, and out of touch", async ({ server, staff, phone }) => {
  const ana = await staff("Ana");
  const ruta = await phone("61339054");
  await ana.askNewEmail(await ana.openSession("61339054"), NEW);
  await expect(ruta.question()).toBeVisible();
  await ana.page.getByRole("button", { name: "Withdraw Esc" }).click();
  await expect(ruta.heading("This request has run out of time")).toBeVisible();
  await picture(ruta.page, "phone-run-out");
  await ruta.page.getByRole("button", { name: "I’m still talking to them" }).click();
  for (const { watch } of [ana, ruta]) watch.allow(/ERR_|status of 503/);
  await server.stop();
  await expect(ruta.page.getByText("We cannot tell right now")).toBeVisible();
  await picture(ruta.page, "phone-cannot-tell");
  await expect(ana.linkState()).toHaveText(/^Not connected/);
  await picture(ana.page, "not-connected");
});
