import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Where the server of `make run` listens; vite passes on to it what it does not serve itself. */
const server = process.env.LIANQIAO_URL ?? 'http://127.0.0.1:8080';
const proxy = Object.fromEntries(
  ['/graphql', '/uploads', '/attachments', '/exports', '/auth'].map((path) => [path, { target: server, ws: true }]),
);

const OPERATION = 'virtual:operation/';
const IMPORT = /import \{([^}]*)\} from '@\/gql\/graphql';/g;

/**
 * The server knows operations by their hash, and a fragment says something to the type check only: their texts stay at
 * home. And each operation is a module of its own, so that it comes with the page that sends it; in the one file that is
 * generated, every page would bring those of all others along.
 */
const operationsApart: Plugin = {
  name: 'operations-apart',
  apply: 'build',
  enforce: 'pre',
  resolveId: (id) => (id.startsWith(OPERATION) ? `\0${id}` : undefined),
  load(id) {
    if (!id.startsWith(`\0${OPERATION}`)) return undefined;
    const name = id.slice(OPERATION.length + 1);
    const generated = readFileSync('src/gql/graphql.ts', 'utf8');
    const hash = new RegExp(`^export const ${name} = [\\s\\S]*?"hash":"(sha256:[0-9a-f]{64})"`, 'm').exec(
      generated,
    )?.[1];
    if (name.endsWith('FragmentDoc')) return `export const ${name} = {};`;
    if (!hash) throw new Error(`no hash of ${name}`);
    return `export const ${name} = { __meta__: { hash: '${hash}' } };`;
  },
  transform(code, id) {
    if (id.endsWith('/src/gql/gql.ts')) return { code: 'export {};', map: null };
    if (!/\.tsx?(\?|$)/.test(id) || !code.includes('@/gql/graphql')) return undefined;
    const apart = code.replace(IMPORT, (all, names: string) => {
      const values = names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name && !name.startsWith('type '));
      return values.map((name) => `import { ${name} } from '${OPERATION}${name}';`).join(' ');
    });
    return { code: apart, map: null };
  },
};

export default defineConfig({
  plugins: [
    operationsApart,
    tanstackRouter({ target: 'react', autoCodeSplitting: true, routeFileIgnorePattern: '\\.test\\.' }),
    react(),
  ],
  resolve: {
    alias: {
      // Tables of the state that the server is seeded with: what somebody chooses from is what the server knows.
      '@seeds': fileURLToPath(new URL('../seeds/reference', import.meta.url)),
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
    // The server names the files of the first page; of the others only their styles have to be there before they are shown.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_, files) => files.filter((file) => file.endsWith('.css')),
    },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            // Whoever needs the one on the first page needs most of the other: one file is smaller than ten.
            { name: 'tanstack', test: /node_modules[\\/]@tanstack[\\/]/ },
            // What reads addresses comes with every first page, a few lines for each.
            { name: 'addresses', test: /src[\\/]features[\\/].+[\\/](address|pageTabs|search|view)\.ts$/ },
          ],
        },
      },
    },
  },
  // The tables lie beside this folder.
  server: { proxy, fs: { allow: ['.', '../seeds/reference'] } },
  preview: { proxy },
  // No test of ours waits: whoever is slow shares the machine with a compiler.
  test: { environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'], testTimeout: 60_000 },
});
