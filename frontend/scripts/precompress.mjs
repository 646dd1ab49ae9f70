// Writes a .br and a .gz beside every text of the build, and says what operations the build knows: the server embeds both.
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

const DIST = 'dist';
const TEXT = /\.(js|css|html|svg|json)$/;

fs.copyFileSync('src/gql/persisted-documents.json', path.join(DIST, 'persisted-documents.json'));
// The addresses of all pages, as the server writes them: `/a/$id` is `/a/{id}`.
const tree = fs.readFileSync('src/routeTree.gen.ts', 'utf8');
const [, byTo] = tree.match(/export interface FileRoutesByTo \{([\s\S]*?)\n\}/);
const pages = [...byTo.matchAll(/^ {2}'([^']+)':/gm)].map(([, page]) => page.replace(/\$(\w+)/g, '{$1}'));
fs.writeFileSync(path.join(DIST, 'pages.json'), JSON.stringify(pages, undefined, 1));
let files = 0;
for (const entry of fs.readdirSync(path.join(DIST, 'assets'))) {
  const file = path.join(DIST, 'assets', entry);
  if (!TEXT.test(entry)) continue;
  const text = fs.readFileSync(file);
  fs.writeFileSync(
    `${file}.br`,
    zlib.brotliCompressSync(text, {
      params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: text.length },
    }),
  );
  fs.writeFileSync(`${file}.gz`, zlib.gzipSync(text, { level: 9 }));
  files += 1;
}
// The folder is there in a fresh clone too: the server embeds it.
fs.writeFileSync(path.join(DIST, '.gitignore'), '*\n!.gitignore\n');
console.log(`precompress: ${files} files`);
