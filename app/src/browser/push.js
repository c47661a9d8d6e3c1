// Notifications to this browser (Push API). It decides nothing: the server says with which key, and gets the address.

const url64 = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const BLOCKED = '{"code":"blocked","detail":"This browser does not let us tell you anything. Allow notifications for this page in its settings, then try again."}';
const FAILED = '{"code":"no-push","detail":"This browser could not turn notifications on. Nothing was changed. Try again later."}';

/** Whether this browser can be told of something while the page is closed. */
export const canBeTold = () => "PushManager" in globalThis && "Notification" in globalThis && !!navigator.serviceWorker;

const manager = async () => (await navigator.serviceWorker.ready).pushManager;

/** Has the browser's service take what the server sends with that key; gives where to, as the device API wants it. */
export async function subscribe(key) {
  if ((await Notification.requestPermission()) !== "granted") throw BLOCKED;
  try {
    const push = await manager();
    let there = await push.getSubscription();
    // Made with another key, it can never be sent to.
    if (there && url64(there.options.applicationServerKey) !== key) there = (await there.unsubscribe()) && null;
    there ??= await push.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const { endpoint, keys } = there.toJSON();
    return JSON.stringify({ service: "web_push", endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } });
  } catch {
    throw FAILED;
  }
}

/** No more, whatever the service says to that: the server forgets the address anyway. */
export const unsubscribe = async () => (await (await manager()).getSubscription())?.unsubscribe().catch(() => false);
