// Everything that has to hold before a commit, one after the other; the first that fails ends it.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

const tool = (name) => `tools/node_modules/.bin/${name}`;
const steps = [
  ['messages, operations, routes', 'npm', ['run', '--silent', 'generate']],
  ['types', 'npx', ['tsc', '--noEmit']],
  ['boundaries', 'node', ['scripts/boundaries.mjs']],
  ['lint', tool('oxlint'), ['--config', '.oxlintrc.json', 'src', 'e2e', 'scripts'], tool('oxlint')],
  ['format', tool('oxfmt'), ['--config', '.oxfmtrc.json', '--check', 'src', 'scripts', 'e2e'], tool('oxfmt')],
  ['unit tests', 'npx', ['vitest', 'run']],
  // Only what is older than its sources: the program embeds the build, and would be built anew with it.
  ['build', './build.sh', ['--must']],
  ['budget', 'node', ['scripts/budget.mjs']],
  ['old browsers', 'node', ['scripts/baseline.mjs']],
];

for (const [what, command, args, needs] of steps) {
  if (needs && !fs.existsSync(needs)) {
    console.log(`check: ${what}: SKIPPED, run npm install --prefix tools first`);
    continue;
  }
  const began = Date.now();
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(`check: ${what}: ${status === 0 ? 'ok' : 'FAILED'} (${seconds} s)`);
  if (status !== 0 || what === 'budget') process.stdout.write(stdout + stderr);
  if (status !== 0) process.exit(1);
}
