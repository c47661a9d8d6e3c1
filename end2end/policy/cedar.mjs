// The bank's policy run by Cedar, against the gate's own answers. Run: `node policy/cedar.mjs` in end2end/, after `npm ci`.
//
// The answers come from `cargo run -p domain --example decisions`, whose header says how they are written. Each of them is a
// question to Cedar, asked for itself. Cedar evaluates every policy of a set, so each role and action has a set of its own,
// parsed once: the policies whose scope can match the two, or none if no `permit` is among them. Now and then the whole of
// them is asked too, and must say the same.

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import cedar from "@cedar-policy/cedar-wasm/nodejs";

const WHOLE = "whole";
const EVERY = 499; // How often the whole is asked too: a prime, so that it walks through all axes.
const SHOWN = 10;

/** What Cedar said went well, or an exception with what it said. */
function well(answer) {
  if (answer.type !== "success") throw new Error(answer.errors.map((error) => error.message).join("\n"));
  return answer;
}

const entity = (type, id) => ({ type, id });

/** Whether a policy's scope can be met by that entity. There is no hierarchy, so `in` is one of a list. */
function meets(scope, { type, id }) {
  if (scope.op === "All") return true;
  const named = scope.entities ?? [scope.entity];
  return named.some((one) => one.type === type && one.id === id);
}

/** Parses the policies: the whole, and a set for each role and action. */
function parse(sections) {
  const source = readFileSync(new URL("bank.cedar", import.meta.url), "utf8");
  well(cedar.preparsePolicySet(WHOLE, { staticPolicies: source }));
  const policies = well(cedar.policySetTextToParts(source)).policies.map((text) => ({ text, ...well(cedar.policyToJson(text)).json }));
  const values = (name) => new Set(sections.flatMap(({ axes }) => axes.find(([axis]) => axis === name)[1]));
  for (const role of values("role")) {
    for (const action of values("action")) {
      const matching = policies.filter((policy) => meets(policy.principal, entity("Role", role)) && meets(policy.action, entity("Action", action)));
      const told = matching.some(({ effect }) => effect === "permit") ? matching : [];
      well(cedar.preparsePolicySet(`${role} ${action}`, { staticPolicies: told.map(({ text }) => text).join("\n") }));
    }
  }
}

/** What holds, and only that. */
function context({ proved, verified, asserted, consent, second_person, we_started, amount, segment }) {
  const holds = {};
  for (const method of proved) holds[method] = method === "portal" ? asserted : verified;
  if (consent) holds.consent = true;
  if (second_person) holds.second_person = true;
  if (we_started) holds.we_started = true;
  if (segment === "business") holds.business = true;
  if (amount !== null) holds.amount = amount;
  return holds;
}

function ask(set, asked) {
  const { response } = well(
    cedar.statefulIsAuthorized({
      principal: entity("Role", asked.role),
      action: entity("Action", asked.action),
      resource: entity("Channel", asked.channel),
      context: context(asked),
      preparsedPolicySetId: set,
      entities: [],
    }),
  );
  // A policy that fails is left out by Cedar, and a `forbid` that is left out forbids nothing.
  if (response.diagnostics.errors.length > 0) throw new Error(JSON.stringify(response.diagnostics.errors));
  return response.decision === "allow";
}

const product = ({ axes }) => axes.reduce((count, [, values]) => count * values.length, 1);

/** The question with that number: the last axis turns fastest. */
function question({ axes }, index) {
  const asked = {};
  for (let axis = axes.length - 1; axis >= 0; axis -= 1) {
    const [name, values] = axes[axis];
    asked[name] = values[index % values.length];
    index = Math.floor(index / values.length);
  }
  return asked;
}

/** Compares every `of`th question of each section, from the `first` on. */
function compare({ sections, first, of }) {
  parse(sections);
  let [compared, different] = [0, 0];
  const shown = [];
  for (const section of sections) {
    const count = product(section);
    for (let index = first; index < count; index += of) {
      const asked = question(section, index);
      const gate = ((parseInt(section.answers[index >> 2], 16) >> (3 - (index & 3))) & 1) === 1;
      const says = ask(`${asked.role} ${asked.action}`, asked);
      if (index % EVERY === 0 && ask(WHOLE, asked) !== says) throw new Error(`the parts and the whole differ: ${JSON.stringify(asked)}`);
      compared += 1;
      if (says !== gate) {
        different += 1;
        if (shown.length < SHOWN) shown.push(`cedar ${says ? "allows" : "does not"}, the gate ${gate ? "allows" : "does not"}: ${JSON.stringify(asked)}`);
      }
    }
  }
  return { compared, different, shown };
}

async function decisions() {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const run = ["run", "-q", "-p", "domain", "--example", "decisions"];
  const { stdout } = await promisify(execFile)("cargo", run, { cwd: root, maxBuffer: 64 << 20 });
  const lines = stdout.trimEnd().split("\n");
  return lines.flatMap((line, at) => (at % 2 === 0 ? [{ ...JSON.parse(line), answers: lines[at + 1] }] : []));
}

async function main() {
  const sections = await decisions();
  for (const section of sections) {
    if (section.answers?.length !== Math.ceil(product(section) / 4)) throw new Error(`${section.name}: answers are missing`);
  }
  const of = availableParallelism();
  const running = Array.from({ length: of }, (_, first) => new Promise((done, failed) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { sections, first, of } });
    worker.once("message", done).once("error", failed);
  }));
  const parts = await Promise.all(running);
  const sum = (name) => parts.reduce((all, part) => all + part[name], 0);
  const expected = sections.reduce((all, section) => all + product(section), 0);
  if (sum("compared") !== expected) throw new Error(`${expected} questions, and ${sum("compared")} compared`);
  for (const line of parts.flatMap(({ shown }) => shown).slice(0, SHOWN)) console.error(line);
  console.log(`cedar: ${sum("compared")} decisions compared, ${sum("different")} differences`);
  process.exitCode = sum("different") === 0 ? 0 : 1;
}

if (isMainThread) await main();
else parentPort.postMessage(compare(workerData));
