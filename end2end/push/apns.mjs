// The tests' simulator of Apple's service, spoken to by a client that others wrote, as it is: if the simulator is not what that client
// takes for Apple, what our own client shows against it is worth nothing. Run: `node push/apns.mjs` in end2end/, after `npm ci`;
// with the path of the built simulator (`cargo build -p server --example apple --features testing`), or it is built.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import apn from "@parse/node-apn";

const root = fileURLToPath(new URL("../..", import.meta.url));
const TOKEN = "0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9";

/** The simulator, and a question to it: a line for a line. */
function simulator() {
  const [program] = process.argv.slice(2);
  const run = ["run", "-q", "-p", "server", "--example", "apple", "--features", "testing"];
  const child = program ? spawn(program) : spawn("cargo", run, { cwd: root });
  child.stderr.pipe(process.stderr);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error("the simulator has ended");
    return JSON.parse(value);
  };
  const ask = (line) => {
    child.stdin.write(`${typeof line === "string" ? line : JSON.stringify(line)}\n`);
    return next();
  };
  return { next, ask, end: () => child.stdin.end() };
}

const service = simulator();
const apple = await service.next();

/** The client, as somebody would set it up who has a key of Apple's; `wrong` is what they got wrong. */
const provider = (wrong = {}) =>
  new apn.Provider({
    token: { key: wrong.key ?? apple.key, keyId: wrong.keyId ?? apple.keyId, teamId: wrong.teamId ?? apple.teamId },
    address: "localhost",
    port: apple.port,
    ca: apple.root,
    production: false,
    connectionRetryLimit: 0,
  });

function notification(wrong = {}) {
  const note = new apn.Notification();
  note.alert = "Somebody asks you to show that it is you";
  note.topic = apple.topic;
  note.pushType = "alert";
  note.priority = 10;
  note.expiry = Math.floor(Date.now() / 1000) + 120;
  note.collapseId = "one";
  return Object.assign(note, wrong);
}

const client = provider();
let checks = 0;

/** Sends it, and gives what became of it: `undefined` when it was taken, or status and reason. */
async function sent(note, token = TOKEN, by = client) {
  checks += 1;
  const { sent, failed } = await by.send(note, token);
  assert.equal(sent.length + failed.length, 1);
  const [failure] = failed;
  if (!failure) return undefined;
  assert.ok(failure.response, `no answer: ${failure.error}`);
  return [Number(failure.status), failure.response.reason];
}

try {
  // What is as it should be arrives, and is shown.
  assert.equal(await sent(notification()), undefined);
  const [shown, ...more] = await service.ask(TOKEN);
  assert.equal(more.length, 0);
  assert.equal(shown.body.aps.alert, "Somebody asks you to show that it is you");
  assert.equal(shown.headers["apns-topic"], apple.topic);
  assert.equal(shown.headers["apns-push-type"], "alert");
  // The second takes the place of the first, and nobody else's phone shows either.
  assert.equal(await sent(notification({ alert: "Again" })), undefined);
  const now = await service.ask(TOKEN);
  assert.deepEqual(now.map(({ body }) => body.aps.alert), ["Again"]);
  assert.deepEqual(await service.ask("ff".repeat(32)), []);

  // What the script says, the client understands.
  for (const [status, reason] of [
    [400, "BadDeviceToken"],
    [403, "InvalidProviderToken"],
    [429, "TooManyRequests"],
  ]) {
    await service.ask({ status, reason });
    assert.deepEqual(await sent(notification()), [status, reason]);
  }
  await service.ask({ status: 410, timestamp: 1508249865488 });
  assert.deepEqual(await sent(notification()), [410, "Unregistered"]);

  // What is wrong is found out, by the service itself.
  assert.deepEqual(await sent(notification(), "ab".repeat(20)), [400, "BadDeviceToken"]);
  assert.deepEqual(await sent(notification({ topic: undefined })), [400, "MissingTopic"]);
  assert.deepEqual(await sent(notification({ topic: "com.example.other" })), [400, "TopicDisallowed"]);
  assert.deepEqual(await sent(notification({ priority: 7 })), [400, "BadPriority"]);
  assert.deepEqual(await sent(notification({ id: "not-a-uuid" })), [400, "BadMessageId"]);
  assert.deepEqual(await sent(notification({ pushType: "loud" })), [400, "InvalidPushType"]);
  assert.deepEqual(await sent(notification({ collapseId: "x".repeat(65) })), [400, "BadCollapseId"]);
  assert.deepEqual(await sent(notification({ alert: "x".repeat(5000) })), [413, "PayloadTooLarge"]);

  // Who has another key, or another name for it, is nobody.
  const { privateKey } = await import("node:crypto").then(({ generateKeyPairSync }) =>
    generateKeyPairSync("ec", { namedCurve: "P-256", privateKeyEncoding: { type: "pkcs8", format: "pem" }, publicKeyEncoding: { type: "spki", format: "pem" } }),
  );
  for (const wrong of [{ key: privateKey }, { keyId: "ZZZZZZZZZZ" }, { teamId: "ZZZZZZZZZZ" }]) {
    const stranger = provider(wrong);
    assert.deepEqual(await sent(notification(), TOKEN, stranger), [403, "InvalidProviderToken"]);
    await stranger.shutdown();
  }
  console.log(`apns: ${checks} notifications by @parse/node-apn, each as Apple would answer it`);
} finally {
  await client.shutdown();
  service.end();
}
