// Builds dist/: index.html and hashed assets, self-contained (nothing is fetched from elsewhere at run time).
import { build } from 'esbuild';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';

const dist = new URL('./dist/', import.meta.url).pathname;
await mkdir(dist, { recursive: true });
for (const file of await readdir(dist)) if (file !== '.gitignore') await rm(dist + file, { recursive: true });

const { metafile } = await build({
  entryPoints: [new URL('./src/main.jsx', import.meta.url).pathname],
  outdir: dist,
  entryNames: 'graphiql-[hash]',
  assetNames: '[name]-[hash]',
  bundle: true,
  minify: true,
  metafile: true,
  format: 'esm',
  target: ['es2022'],
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  loader: { '.woff2': 'file', '.woff': 'file', '.ttf': 'file' },
  legalComments: 'linked',
  logLevel: 'warning',
});

const asset = ending => basename(Object.keys(metafile.outputs).find(file => file.endsWith(ending)));
// Written last: a dist without it is no build.
await writeFile(
  `${dist}index.html`,
  `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>GraphiQL · Lianqiao 联桥</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/graphiql/${asset('.css')}" />
    <script type="module" src="/graphiql/${asset('.js')}"></script>
  </head>
  <body>
    <div id="graphiql">Loading …</div>
  </body>
</html>
`,
);
