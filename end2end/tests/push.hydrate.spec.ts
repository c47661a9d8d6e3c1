// A phone hears of a request while its page is closed: from the press at the desk, through a push service that others wrote, to the
// real service worker.
import { expect, test as base } from "../fixtures/test";
import { deliver, PushService, shown } from "../fixtures/push-service";

const NUMBER = "44710982";
const WORDS = "Somebody asks you to show that it is you";

const test = base.extend<{ service: PushService }>({
  service: async ({}, use) => {
    const service = await PushService.start();
    await use(service);
    service.end();
  },
  environment: async ({ service }, use) => {
    await use({ COUNTERSIGN_WEB_PUSH_SERVICES: service.origin });
  },
});

test("a customer turns notifications on, and hears of a request by one that says nothing", async ({ staff, phone, service }) => {
  const ana = await staff("Ana");
  const mirela = await phone(NUMBER);
  await service.serve(mirela.page.context());
  await mirela.page.goto("/me");
  await mirela.page.getByRole("button", { name: "Turn on notifications" }).click();
  await expect(mirela.page.getByRole("button", { name: "Turn off notifications" })).toBeVisible();
  // The page is closed; what is asked comes to the push service, which reads it with the browser's key.
  await mirela.page.goto("about:blank");
  const session = await ana.openSession(NUMBER);
  await ana.askNewEmail(session, "mirela.new@mail.example");
  await expect(ana.timeline()).toContainText("To Web Push, for");
  const messages = await service.messages();
  expect(messages).toHaveLength(1);
  expect(Object.keys(JSON.parse(messages[0]!))).toEqual(["notification"]);
  // The browser hands it to the worker, and that says what every notification says.
  await mirela.page.goto("/me/pin");
  await expect(async () => {
    // Again, should the browser have dropped it: the same twice is one.
    await deliver(mirela.page, messages[0]!);
    expect(await shown(mirela.page)).toEqual([{ title: WORDS, body: "" }]);
  }).toPass();
  // One that is broken is shown all the same.
  await expect(async () => {
    await deliver(mirela.page, "not what we send");
    expect(await shown(mirela.page)).toHaveLength(2);
  }).toPass();
  // A tap opens the page, which shows what is asked by itself.
  await mirela.page.goto("/me");
  await expect(mirela.question()).toBeVisible();
});

test("a subscription that is gone is not asked again, and the desk and the phone say so", async ({ staff, phone, service }) => {
  const ana = await staff("Ana");
  const mirela = await phone(NUMBER);
  await service.serve(mirela.page.context());
  await mirela.page.goto("/me");
  await mirela.page.getByRole("button", { name: "Turn on notifications" }).click();
  await expect(mirela.page.getByRole("button", { name: "Turn off notifications" })).toBeVisible();
  await service.expire();
  await mirela.page.goto("about:blank");
  const session = await ana.openSession(NUMBER);
  await ana.askNewEmail(session, "mirela.new@mail.example");
  await expect(ana.page.getByText("Web Push says this phone no longer takes notifications from us.").first()).toBeVisible();
  await mirela.page.goto("/me");
  // What waits comes first; the request is there although nobody was told of it.
  await expect(mirela.question()).toBeVisible();
});

test("notifications that are turned off, or that the browser blocks", async ({ staff, phone, service }) => {
  const ana = await staff("Ana");
  const mirela = await phone(NUMBER);
  await service.serve(mirela.page.context());
  await mirela.page.goto("/me");
  await mirela.page.getByRole("button", { name: "Turn on notifications" }).click();
  await mirela.page.getByRole("button", { name: "Turn off notifications" }).click();
  await expect(mirela.page.getByRole("button", { name: "Turn on notifications" })).toBeVisible();
  await mirela.page.evaluate(() => {
    Notification.requestPermission = async () => "denied";
  });
  await mirela.page.getByRole("button", { name: "Turn on notifications" }).click();
  await expect(mirela.page.getByText("Allow notifications for this page in its settings")).toBeVisible();
  await ana.askNewEmail(await ana.openSession(NUMBER), "mirela.new@mail.example");
  await expect(mirela.question()).toBeVisible();
  expect(await service.messages()).toEqual([]);
});
