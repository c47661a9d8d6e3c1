// The browser suite. `*.hydrate.spec.ts` needs the scripts; every other spec runs with JavaScript on and off.
import { defineConfig, type ReporterDescription } from "@playwright/test";

import { chromium } from "./fixtures/chromium";

const reporters: ReporterDescription[] = [["list"]];
if (process.env["PLAYWRIGHT_JSON_OUTPUT_NAME"]) reporters.push(["json"]);

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  snapshotPathTemplate: "tests/{testFileName}-snapshots/{arg}{ext}",
  fullyParallel: true,
  forbidOnly: Boolean(process.env["CI"]),
  retries: 0,
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: reporters,
  use: { ...chromium, trace: "retain-on-failure" },
  projects: [
    { name: "scripted", use: { javaScriptEnabled: true } },
    { name: "scriptless", use: { javaScriptEnabled: false }, testIgnore: "**/*.hydrate.spec.ts" },
  ],
});
