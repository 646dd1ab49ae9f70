// Measures what a browser loads, and fails if it is more than was allowed. Sizes are of the .gz and .br files beside the
// build, as the server sends them.
import fs from 'node:fs';
import path from 'node:path';

const KB = 1024;
const manifest = JSON.parse(fs.readFileSync('dist/.vite/manifest.json', 'utf8'));
const size = (file, kind) => fs.statSync(path.join('dist', `${file}.${kind}`)).size;

/** Everything that comes with these entries. */
function closure(keys, seen = new Set()) {
  for (const key of keys) {
    if (seen.has(key)) continue;
    seen.add(key);
    closure(manifest[key]?.imports ?? [], seen);
  }
  return [...seen];
}
const find = (part) => Object.keys(manifest).filter((key) => key.startsWith(part));
const gz = (keys, type) =>
  [...new Set(keys.flatMap((key) => (type === 'css' ? (manifest[key].css ?? []) : [manifest[key].file])))]
    .filter((file) => file.endsWith(type))
    .reduce((sum, file) => sum + size(file, 'gz'), 0);

const entry = find('index.html');
const shell = closure(entry);
const messagesOf = (area) =>
  Math.max(...['zh-CN', 'en'].map((locale) => gz(find(`src/i18n/gen/${area}.${locale}.json`), 'js')));
const messages = messagesOf('shell');
const routes = find('src/routes/').filter((key) => manifest[key].isDynamicEntry);
const search = closure([...entry, ...routes.filter((key) => key.includes('achievements.index.tsx'))]);
const work = closure([...entry, ...routes.filter((key) => key.includes('_work.tsx'))]);
const files = fs.readdirSync('dist/assets');

const rows = [
  ['first load of public search, JS, gz', gz(search, 'js'), 150 * KB],
  ['first load of public search, CSS, gz', gz(search, 'css'), 25 * KB],
  ['messages of one language, gz', messages, 15 * KB],
  ['signed-in shell, JS, gz', gz(work, 'js'), 165 * KB],
  ['messages of the pages behind the sign-in, gz', messagesOf('work'), 25 * KB],
  ['messages of the work on demands, gz', messagesOf('demand'), 10 * KB],
  ['messages of the work of advisors, gz', messagesOf('advising'), 12 * KB],
  ['messages of what was agreed elsewhere, gz', messagesOf('prices'), 2 * KB],
  [
    'whole build, br',
    files
      .filter((file) => file.endsWith('.br'))
      .reduce((sum, file) => sum + fs.statSync(`dist/assets/${file}`).size, 0),
    900 * KB,
  ],
];
for (const route of routes) {
  const own = closure([route]).filter((key) => !shell.includes(key));
  rows.push([`${route.replace(/\?.*/, '')} over the shell, JS, gz`, gz(own, 'js'), 60 * KB]);
}

let over = false;
for (const [what, bytes, most] of rows) {
  const bad = bytes > most;
  over ||= bad;
  console.log(
    `budget: ${(bytes / KB).toFixed(1).padStart(7)} of ${String(Math.round(most / KB)).padStart(4)} KB  ${what}${bad ? '  TOO MUCH' : ''}`,
  );
}
process.exit(over ? 1 : 0);
