// Holds the sources against the walls of docs/frontend.md: who may import whom, and text that is not in the catalogs.
import fs from 'node:fs';
import path from 'node:path';

const problems = [];
const files = (folder) =>
  fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    return entry.isDirectory() ? (/(^|\/)(gen|gql)$/.test(name) ? [] : files(name)) : [name];
  });
const roomOf = (file) => file.split('/')[1].replace(/\.tsx?$/, '');
const featureOf = (file) => (file.startsWith('src/features/') ? file.split('/')[2] : undefined);

/** What each room may use. */
const MAY = {
  routes: ['routes', 'features', 'lib', 'ui', 'i18n'],
  features: ['features', 'ui', 'lib', 'i18n', 'gql'],
  ui: ['ui', 'lib', 'i18n'],
  i18n: ['i18n', 'lib'],
  lib: ['lib', 'gql'],
  router: ['lib', 'ui', 'routeTree.gen'],
  main: ['i18n', 'lib', 'router', 'styles'],
};

/** What can be dragged, and how it is reached without. */
const REACHED = { 'src/features/advising/board/CaseCard.tsx': 'the handle has a menu, and arrows' };

for (const file of files('src').filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.gen.ts'))) {
  const text = fs.readFileSync(file, 'utf8');
  const code = text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, ' ');
  const room = roomOf(file);
  for (const [, from] of code.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)) {
    if (!from.startsWith('.') && !from.startsWith('@/')) continue;
    const target = from.startsWith('@/') ? path.join('src', from.slice(2)) : path.join(path.dirname(file), from);
    if (!MAY[room]?.includes(roomOf(target))) problems.push(`${file}: ${room} may not use ${target}`);
    const [own, theirs] = [featureOf(file), featureOf(target)];
    if (own && theirs && own !== theirs && target !== `src/features/${theirs}`)
      problems.push(`${file}: only the face of ${theirs} may be used, not ${from}`);
  }
  if (/\.test\.tsx?$/.test(file)) continue;
  if (file.endsWith('/model.ts') && !fs.existsSync(file.replace(/\.ts$/, '.test.ts')))
    problems.push(`${file}: what is decided in a model is decided in its test too`);
  if (/\bdraggable\b|onDragStart/.test(code) && !(file in REACHED))
    problems.push(`${file}: what can be dragged has to be reached without dragging; say here how`);
  if (/\p{Script=Han}/u.test(code)) problems.push(`${file}: Han characters belong into a catalog`);
  if (file.endsWith('.tsx')) {
    for (const [, words] of code.matchAll(/>\s*([A-Za-z][A-Za-z ,.']+\s[A-Za-z ,.']+)\s*</g))
      if (!/[=;(]/.test(words)) problems.push(`${file}: text belongs into a catalog: ${words.trim()}`);
    for (const [, words] of code.matchAll(/(?:aria-label|title|placeholder|alt|label)="([^"]*[A-Za-z][^"]*)"/g))
      problems.push(`${file}: text belongs into a catalog: ${words}`);
  }
  if (/\b(useEffect)\([^;]*\bgqlFetch\b/.test(code)) problems.push(`${file}: data is not fetched in effects`);
  if (/['"](TTO_OFFICER|TTO_HEAD|SME_MEMBER|SME_OWNER|OPERATOR)['"]/.test(code))
    problems.push(`${file}: ask viewerCan…, not for a role`);
  const lines = text.split('\n').length;
  if (lines > 250) problems.push(`${file}: ${lines} lines, 250 at most`);
}

if (problems.length) {
  for (const problem of problems) console.error(`boundaries: ${problem}`);
  process.exit(1);
}
console.log('boundaries: ok');
