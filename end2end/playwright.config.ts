// The browser suite. `*.hydrate.spec.ts` needs the scripts; every other spec runs with JavaScript on and off.
import { defineConfig } from "@playwright/test";

import { chromium } from "./fixtures/chromium";

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  snapshotPathTemplate: "tests/{testFileName}-snapshots/{arg}{ext}",
  fullyParallel: true,
  updateSnapshots: "none",
  retries: 0,
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: { ...chromium, trace: "retain-on-failure" },
  projects: [
    { name: "scripted", use: { javaScriptEnabled: true } },
    { name: "scriptless", use: { javaScriptEnabled: false }, testIgnore: "**/*.hydrate.spec.ts" },
  ],
});
