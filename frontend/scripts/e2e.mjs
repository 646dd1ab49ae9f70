// Runs the journeys against the program itself: a folder of its own, the demo world, a free port. What is given is passed on
// to Playwright. LIANQIAO names the program (target/debug/lianqiao), CHROMIUM the browser, E2E_DIST the build (dist).
// With --whole the run has to send every operation that the build knows: one that no journey sends, nobody has tried.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const program = path.resolve(
  process.env.LIANQIAO ?? path.join(process.env.CARGO_TARGET_DIR ?? '../target', 'debug/lianqiao'),
);
if (!fs.existsSync(program)) {
  console.error(`e2e: ${program} is not there; make run builds it`);
  process.exit(1);
}
const port = await new Promise((resolve) => {
  const probe = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});
const asked = process.argv.slice(2);
const whole = asked.includes('--whole');
const dist = path.resolve(process.env.E2E_DIST ?? 'dist');
const data = fs.mkdtempSync(path.join(os.tmpdir(), 'lianqiao-e2e-'));
const url = `http://127.0.0.1:${port}`;
const env = {
  ...process.env,
  LIANQIAO_DATA_DIR: data,
  LIANQIAO_HTTP__LISTEN: `127.0.0.1:${port}`,
  LIANQIAO_HTTP__PUBLIC_URL: url,
  LIANQIAO_HTTP__FRONTEND_DIR: dist,
  // Journeys ask the API beside the pages, in the name of whoever is signed in on them.
  LIANQIAO_HTTP__BROWSER_OPERATIONS: 'any',
};
for (const args of [['migrate'], ['seed', '--demo']])
  spawnSync(program, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
const server = spawn(program, ['serve'], {
  env,
  stdio: ['ignore', fs.openSync(path.join(data, 'log'), 'a'), 'inherit'],
});
try {
  for (let tries = 0; ; tries += 1) {
    const up = await fetch(`${url}/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (up) break;
    if (tries > 300) throw new Error(`the server did not start, see ${data}/log`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const operations = path.join(data, 'operations');
  fs.writeFileSync(operations, '');
  const chromium =
    process.env.CHROMIUM ??
    ['/usr/bin/chromium', '/usr/bin/chromium-headless-shell'].find((file) => fs.existsSync(file));
  const { status } = spawnSync('npx', ['playwright', 'test', ...asked.filter((word) => word !== '--whole')], {
    stdio: 'inherit',
    env: {
      ...process.env,
      E2E_URL: url,
      E2E_MAIL: path.join(data, 'mail'),
      E2E_DATA: data,
      E2E_OPERATIONS: operations,
      ...(chromium ? { CHROMIUM: chromium } : {}),
    },
  });
  const unsent = unsentOf(fs.readFileSync(operations, 'utf8'));
  if (whole) for (const name of unsent) console.error(`e2e: no journey sends ${name}`);
  process.exitCode = (status ?? 1) || (whole && unsent.length) ? 1 : 0;
} finally {
  server.kill('SIGTERM');
  fs.rmSync(data, { recursive: true, force: true });
}

/** The names of the operations of the build that are not among those noted. */
function unsentOf(notes) {
  const sent = new Set(notes.split('\n'));
  const known = Object.entries(JSON.parse(fs.readFileSync(path.join(dist, 'persisted-documents.json'), 'utf8')));
  const unsent = known.filter(([hash]) => !sent.has(hash));
  console.log(`e2e: ${known.length - unsent.length} of the ${known.length} operations of the build were sent`);
  return unsent.map(([, text]) => text.match(/(?:query|mutation|subscription) \w+/)?.[0]).sort();
}
