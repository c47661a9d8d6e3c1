// Passkeys: options in and an answer out, both as JSON (WebAuthn Level 3 sections 5.1.8 and 5.1.9). For browsers that lack
// those functions the few fields that are bytes are turned by hand.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const named = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

const requested = (json) => PublicKeyCredential.parseRequestOptionsFromJSON?.(json)
  ?? { ...json, challenge: bytes(json.challenge), allowCredentials: named(json.allowCredentials) };

const wanted = (json) => PublicKeyCredential.parseCreationOptionsFromJSON?.(json)
  ?? { ...json, challenge: bytes(json.challenge), user: { ...json.user, id: bytes(json.user.id) }, excludeCredentials: named(json.excludeCredentials) };

const answer = (credential) => {
  if (credential.toJSON) return JSON.stringify(credential);
  const { id, rawId, type, response: from } = credential;
  const response = { clientDataJSON: text(from.clientDataJSON) };
  for (const name of ['attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (from[name]) response[name] = text(from[name]);
  }
  if (from.getTransports) response.transports = from.getTransports();
  return JSON.stringify({ id, rawId: text(rawId), type, response, clientExtensionResults: credential.getClientExtensionResults() });
};

/** Whether this browser has passkeys at all. */
export const supported = () => typeof PublicKeyCredential === 'function';

/** Answers with a passkey that is there. */
export const get = async (options) => answer(await navigator.credentials.get({ publicKey: requested(JSON.parse(options)) }));

/** Makes a new one. */
export const create = async (options) => answer(await navigator.credentials.create({ publicKey: wanted(JSON.parse(options)) }));
