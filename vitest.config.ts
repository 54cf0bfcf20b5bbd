import { defineConfig } from 'vitest/config'

// `unit` needs nothing but Node and is what `npm test` runs; `browser` drives Debian's Chromium and is run by `npm run check`.
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts', '.ci/*.test.ts'], exclude: ['test/browser/**'] } },
      { test: { name: 'browser', include: ['test/browser/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 } },
    ],
    coverage: { include: ['src/**/*.ts'] },
  },
})
