// Receipts of ours, verified by what others wrote for another transparency log: npm's own verifier of Sigstore bundles, in the part that
// looks at inclusion proofs and signed checkpoints. Run: `node audit/sigstore.mjs` in end2end/, after `npm ci`; with the path of the
// built example (`cargo build -p countersign-verify --example made`), or it is built.
//
// It takes no 04 signature of ours for one of its own, and passes over a witness's: it looks for its key's name and id.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { fileURLToPath } from "node:url";
import { verifyTLogInclusion } from "@sigstore/verify/dist/tlog/index.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const [program] = process.argv.slice(2);
const run = ["run", "-q", "-p", "countersign-verify", "--example", "made", "--", "receipts"];
const made = program ? execFileSync(program, ["receipts"], { encoding: "utf8" }) : execFileSync("cargo", run, { cwd: root, encoding: "utf8" });
const receipts = made.trimEnd().split("\n").map((line) => JSON.parse(line));

const bytes = (text) => Buffer.from(text, "base64");
/** An Ed25519 key as it is written elsewhere: this, and the 32 bytes (RFC 8410 section 4). */
const SPKI = Buffer.from("302a300506032b6570032100", "hex");

/** Whom to believe: the log of that name and key. */
const log = ({ origin, key, keyId }) => ({
  baseURL: `https://${origin}`,
  logID: Buffer.concat([bytes(keyId), Buffer.alloc(28)]),
  publicKey: createPublicKey({ key: Buffer.concat([SPKI, bytes(key)]), format: "der", type: "spki" }),
  validFor: { start: new Date(0), end: new Date(8640000000000000) },
});

/** A receipt as an entry of such a log. */
const entry = ({ entry, index, size, root: rootHash, hashes, checkpoint }) => ({
  canonicalizedBody: Buffer.from(entry, "utf8"),
  inclusionProof: {
    logIndex: String(index),
    treeSize: String(size),
    rootHash: bytes(rootHash),
    hashes: hashes.map(bytes),
    checkpoint: { envelope: checkpoint },
  },
});

const stranger = generateKeyPairSync("ed25519").publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("base64");

let [accepted, refused] = [0, 0];

function accepts(receipt, trusted = receipt) {
  verifyTLogInclusion(entry(receipt), [log(trusted)]);
  accepted += 1;
}

function refuses(what, receipt, trusted = receipt) {
  assert.throws(() => verifyTLogInclusion(entry(receipt), [log(trusted)]), { code: "TLOG_INCLUSION_PROOF_ERROR" }, what);
  refused += 1;
}

/** One bit of some base64 is another. */
function flipped(text, bit) {
  const all = bytes(text);
  all[(bit >> 3) % all.length] ^= 1 << (bit & 7);
  return all.toString("base64");
}

assert.ok(receipts.length >= 8);
for (const receipt of receipts) {
  accepts(receipt);
  refuses("another entry", { ...receipt, entry: receipt.entry.replace('"level":1', '"level":2') });
  refuses("another place", { ...receipt, index: receipt.index ^ 1 });
  refuses("another size", { ...receipt, checkpoint: receipt.checkpoint.replace(`\n${receipt.size}\n`, `\n${receipt.size + 1}\n`) });
  refuses("another root", { ...receipt, checkpoint: receipt.checkpoint.replace(receipt.root, flipped(receipt.root, 77)) });
  refuses("another log", receipt, { ...receipt, origin: "else.example/audit/1" });
  refuses("another key", receipt, { ...receipt, key: stranger });
  for (let at = 0; at < receipt.hashes.length; at += 1) {
    refuses("a flipped bit", { ...receipt, hashes: receipt.hashes.with(at, flipped(receipt.hashes[at], 31 * at + 5)) });
    refuses("a hash too few", { ...receipt, hashes: receipt.hashes.toSpliced(at, 1) });
  }
  // The log's first line of signature, bit by bit.
  const [line] = receipt.checkpoint.match(/\u2014 \S+ \S+\n/);
  const signature = line.trimEnd().split(" ")[2];
  for (let bit = 32; bit < 68 * 8; bit += 61) {
    refuses("a signature's bit", { ...receipt, checkpoint: receipt.checkpoint.replace(signature, flipped(signature, bit)) });
  }
}
console.log(`sigstore: ${accepted} receipts accepted by @sigstore/verify, ${refused} that were changed refused`);
