import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Where the server of `make run` listens; vite passes on to it what it does not serve itself. */
const server = process.env.LIANQIAO_URL ?? 'http://127.0.0.1:8080';
const proxy = Object.fromEntries(
  ['/graphql', '/uploads', '/attachments', '/exports', '/auth'].map((path) => [path, { target: server, ws: true }]),
);

/**
 * The server knows operations by their hash, and a fragment says something to the type check only: their texts stay at
 * home. Otherwise every page would bring those of all others along.
 */
const withoutTexts: Plugin = {
  name: 'without-texts-of-operations',
  apply: 'build',
  enforce: 'pre',
  transform(code, id) {
    if (id.endsWith('/src/gql/gql.ts')) return { code: 'export {};', map: null };
    if (!id.endsWith('/src/gql/graphql.ts')) return undefined;
    return { code: code.replace(/new TypedDocumentString\(`[^`]*`(?:, \{[^}]*\})?\)/g, '{}'), map: null };
  },
};

export default defineConfig({
  plugins: [
    withoutTexts,
    tanstackRouter({ target: 'react', autoCodeSplitting: true, routeFileIgnorePattern: '\\.test\\.' }),
    react(),
  ],
  resolve: {
    alias: {
      '@': fileURLToPath(new URL('./src', import.meta.url)),
      // Messages are compiled before the build: the parser stays at home.
      '@formatjs/icu-messageformat-parser': '@formatjs/icu-messageformat-parser/no-parser.js',
    },
  },
  build: {
    // The oldest browsers that people here work with: those of Windows 7 and of the domestic desktops.
    target: ['chrome109', 'edge109', 'firefox115', 'safari15.6'],
    manifest: true,
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ }],
        },
      },
    },
  },
  server: { proxy },
  preview: { proxy },
  test: { environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'] },
});
