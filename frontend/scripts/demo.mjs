// Starts the program with the demo world in a folder of its own on a free port. LIANQIAO names the program
// (target/debug/lianqiao).
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const PASSWORD = 'lianqiao-demo-2026';

/** The browser that is there, if Playwright's own is not. */
export const chromium =
  process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-headless-shell'].find((file) => fs.existsSync(file));

const freePort = () =>
  new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** The running program: its address, the folder it keeps everything in, and how to end it. */
export async function startDemo(settings = {}) {
  const program = path.resolve(
    process.env.LIANQIAO ?? path.join(process.env.CARGO_TARGET_DIR ?? '../target', 'debug/lianqiao'),
  );
  if (!fs.existsSync(program)) throw new Error(`${program} is not there; make run builds it`);
  const port = process.env.PORT ?? (await freePort());
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'lianqiao-demo-'));
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    LIANQIAO_DATA_DIR: data,
    LIANQIAO_HTTP__LISTEN: `127.0.0.1:${port}`,
    LIANQIAO_HTTP__PUBLIC_URL: url,
    LIANQIAO_HTTP__FRONTEND_DIR: path.resolve(process.env.DIST ?? 'dist'),
    LIANQIAO_LOG__FILTER: 'warn',
    ...settings,
  };
  for (const args of [['migrate'], ['seed', '--demo']])
    spawnSync(program, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const server = spawn(program, ['serve'], {
    env,
    stdio: ['ignore', fs.openSync(path.join(data, 'log'), 'a'), 'inherit'],
  });
  const stop = () => {
    server.kill('SIGTERM');
    fs.rmSync(data, { recursive: true, force: true });
  };
  for (let tries = 0; ; tries += 1) {
    const up = await fetch(`${url}/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (up) return { url, data, stop };
    if (tries > 300) {
      stop();
      throw new Error(`the server did not start`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Somebody of the demo world, like `head.fudan`, as a program: `ask` sends a query, `upload` hands a file in. */
export async function person(url, name) {
  let token;
  const send = async (address, init) => {
    const headers = { ...init.headers, ...(token ? { authorization: `Bearer ${token}` } : {}) };
    const answer = await fetch(`${url}${address}`, { ...init, method: 'POST', headers });
    return answer.json();
  };
  const ask = async (query, variables = {}) => {
    const answer = await send('/graphql', {
      headers: { 'content-type': 'application/json', 'accept-language': 'en' },
      body: JSON.stringify({ query, variables }),
    });
    const refused = answer.errors ?? Object.values(answer.data).flatMap((part) => part?.userErrors ?? []);
    if (refused.length) throw new Error(JSON.stringify(refused));
    return answer.data;
  };
  if (name) {
    const email = `${name}@demo.lianqiao.example`;
    const query = `mutation ($input: LogInInput!) {
      logIn(input: $input) { session { accessToken } userErrors { code message } } }`;
    const { logIn } = await ask(query, { input: { email, password: PASSWORD } });
    token = logIn.session.accessToken;
  }
  const upload = (organizationId, fileName, text) => {
    const body = new FormData();
    body.append('organizationId', organizationId);
    body.append('file', new Blob([text], { type: 'text/csv' }), fileName);
    return send('/uploads', { body });
  };
  return { ask, upload };
}

/** Signs somebody in on the pages of a browser context of Playwright. */
export async function enter(context, url, name) {
  const query = 'mutation ($input: LogInInput!) { logIn(input: $input) { userErrors { code } } }';
  const input = { email: `${name}@demo.lianqiao.example`, password: PASSWORD, transport: 'COOKIE' };
  await context.request.post(`${url}/graphql`, {
    headers: { 'x-lianqiao-csrf': '1' },
    data: { query, variables: { input } },
  });
}
