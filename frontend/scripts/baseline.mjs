// Looks in the build for what browsers of 2023 do not have. What is tested for before it is used is listed with why.
import fs from 'node:fs';

const NEWER = {
  js: [
    '.toSorted(',
    '.toReversed(',
    '.toSpliced(',
    'Array.fromAsync',
    'Object.groupBy',
    'Map.groupBy',
    '.isWellFormed(',
    'showPopover',
    'Intl.DurationFormat',
    'URL.canParse',
    'AbortSignal.any',
    '.intersection(',
    'scheduler.yield',
  ],
  css: ['color-mix(', 'oklch(', 'light-dark(', '@scope', 'anchor-name', '@starting-style'],
};
/** Guarded: asked for before it is called. */
const KNOWN = { 'Intl.DurationFormat': 'react-intl, where durations are formatted; nobody does' };

const problems = [];
for (const file of fs.readdirSync('dist/assets')) {
  const kind = file.split('.').pop();
  if (!NEWER[kind]) continue;
  const text = fs.readFileSync(`dist/assets/${file}`, 'utf8');
  for (const word of NEWER[kind]) if (text.includes(word) && !KNOWN[word]) problems.push(`${file}: ${word}`);
}
for (const problem of problems) console.error(`baseline: ${problem}`);
if (problems.length) process.exit(1);
console.log('baseline: ok');
