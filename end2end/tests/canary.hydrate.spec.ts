// What must not leak: planted values are looked for in the log, and the customer's in what reaches the agent.
import type { Page } from "@playwright/test";

import { expect, test } from "../fixtures/test";

const OLD = ["mk@mail.example", "mirela@work.example"];
const NEW = "canary-7f3a91@mail.example";

/** Everything that reaches this page from now on: answers to requests, and the events of streams. */
async function bytes(page: Page): Promise<{ text: () => Promise<string> }> {
  const bodies: Promise<string>[] = [];
  const events: string[] = [];
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  devtools.on("Network.eventSourceMessageReceived", ({ data }) => events.push(data));
  page.context().on("response", (response) => {
    const stream = response.headers()["content-type"]?.includes("event-stream");
    if (!stream && !response.url().includes("/pkg/")) bodies.push(response.text().catch(() => ""));
  });
  return { text: async () => [...(await Promise.all(bodies)), ...events].join("\n") };
}

test("no address of the customer reaches the agent before High, and no secret reaches the log", async ({ server, staff, phone, newPage }) => {
  const ana = await staff("Ana");
  const reached = await bytes(ana.page);
  const mirela = await phone("44710982");
  const digits = await ana.askNewEmail(await ana.openSession("44710982"), NEW);
  await expect(mirela.question()).toBeVisible();
  await expect(ana.page.getByText("Opened by the customer").first()).toBeVisible();
  const before = await reached.text();
  expect(before).toContain("Opened by the customer");
  expect(before).toContain(NEW);
  for (const old of OLD) expect(before).not.toContain(old);
  expect(before).not.toContain("Kovac");

  await mirela.type(digits);
  await mirela.approve();
  await expect(ana.heading("Change email: done, exactly as approved")).toBeVisible();
  const mailbox = await newPage();
  await mailbox.page.goto("/demo/mailbox");
  const link = (await mailbox.page.getByRole("link").first().getAttribute("href")) ?? "";
  await mailbox.page.goto(link);
  await mailbox.page.getByRole("button", { name: "This was not me: put it back" }).click();
  await expect(mailbox.heading("Put back. Your account is frozen")).toBeVisible();

  const cookies = [...(await ana.page.context().cookies()), ...(await mirela.page.context().cookies())].map(({ value }) => value);
  expect(cookies.length).toBeGreaterThanOrEqual(2);
  const token = link.split("/").pop() ?? "";
  const secrets = [NEW, digits, `${digits.slice(0, 3)} ${digits.slice(3)}`, token, ...cookies, ...OLD, "Kovac", "44710982"];
  for (const secret of secrets) {
    expect(secret).not.toBe("");
    // Six digits may stand by chance in a time or an identifier; only by themselves are they the digits.
    const alone = new RegExp(`(?<![\\w.-])${secret.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w-])`);
    expect(alone.exec(server.log)?.[0]).toBeUndefined();
  }
});

test.describe("before anybody is there", () => {
  test.use({ demo: false });

  test("a one-time link reaches neither the log nor an address", async ({ server, withPasskeys }) => {
    const link = /http\S+\/setup#(\S+)/.exec(server.out);
    const token = link?.[1] ?? "";
    expect(token.length).toBeGreaterThan(20);
    const { desk: admin } = await withPasskeys();
    const urls: string[] = [];
    admin.page.context().on("request", (request) => urls.push(request.url()));
    await admin.page.goto(link?.[0] ?? "");
    await admin.page.getByRole("button", { name: "Register your passkey" }).click();
    await expect(admin.heading("You are the first administrator")).toBeVisible();
    await admin.page.goto("/staff");
    await admin.page.getByLabel("Full name").fill("Canary Colleague");
    await admin.page.getByRole("button", { name: "Make a one-time link" }).click();
    const invitation = (await admin.page.getByLabel("One-time link").inputValue()).split("#")[1] ?? "";
    const cookie = (await admin.page.context().cookies())[0]?.value ?? "";
    for (const secret of [token, invitation, cookie]) {
      expect(secret.length).toBeGreaterThan(10);
      expect(server.log).not.toContain(secret);
      expect(urls.filter((url) => url.split("#")[0]?.includes(secret))).toEqual([]);
    }
    expect(server.log).not.toContain("Canary Colleague");
  });
});

