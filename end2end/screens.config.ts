// The pictures of every screen: `docs/screens/*.png`, each in light and dark. Not a test; the suite looks at the same pages.
import { defineConfig } from "@playwright/test";

import { chromium } from "./fixtures/chromium";

export default defineConfig({
  testDir: "screens",
  testMatch: "*.ts",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: { ...chromium },
});
