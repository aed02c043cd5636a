import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    // Real TLS and other programs take their time on a busy machine; nothing waits on purpose.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
