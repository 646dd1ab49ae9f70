import type { Browser, BrowserContext, Request, Response } from '@playwright/test';
import fs from 'node:fs';

/** What all pages of a browser did, whoever opened them. */
export interface Watch {
  /** Forgets what was, and tells what is from now on: what no page may do. */
  problems: (baseURL: string, allowed: RegExp) => () => Promise<string[]>;
}

/** Where it is noted which operations were sent; `scripts/e2e.mjs` holds them against those of the build. */
const NOTES = process.env.E2E_OPERATIONS;
const noted = new Set<string>();

function note(hash: string): void {
  if (!NOTES || noted.has(hash)) return;
  noted.add(hash);
  fs.appendFileSync(NOTES, `${hash}\n`);
}

/** What the server answered. What a test answers in its place was not tried. */
function noteSent(request: Request): void {
  if (!new URL(request.url()).pathname.startsWith('/graphql')) return;
  const hash = /"sha256Hash":"([0-9a-f]{64})"/.exec(request.postData() ?? '')?.[1];
  if (hash) note(`sha256:${hash}`);
}

/** Answers that a page came with: the server ran those operations in its place. */
async function noteBoot(response: Response): Promise<void> {
  if (!NOTES || response.request().resourceType() !== 'document' || response.status() !== 200) return;
  // A page that was left at once has no text any more.
  const text = await response.text().catch(() => '');
  const boot = /<script[^>]* id="boot"[^>]*>([\s\S]*?)<\/script>/.exec(text)?.[1];
  for (const [, hash] of boot?.matchAll(/"hash":"(sha256:[0-9a-f]{64})"/g) ?? []) note(hash as string);
}

export function watch(browser: Browser): Watch {
  let found: string[] = [];
  let told: { baseURL: string; allowed: RegExp } | undefined;
  let reading: Promise<void>[] = [];
  const follow = (context: BrowserContext) => {
    context.on('request', (request) => {
      const url = request.url();
      if (told && !url.startsWith(told.baseURL) && !/^(data|blob):/.test(url)) found.push(`asked elsewhere: ${url}`);
    });
    context.on('response', (response) => {
      if (response.ok()) noteSent(response.request());
      reading.push(noteBoot(response));
    });
    context.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' && told && !told.allowed.test(text))
        found.push(`console: ${text} ${message.location().url}`);
    });
    context.on('weberror', (error) => void found.push(`error: ${error.error().message}`));
  };
  browser.contexts().forEach(follow);
  browser.on('context', follow);
  return {
    problems(baseURL, allowed) {
      [found, reading, told] = [[], [], { baseURL, allowed }];
      return async () => {
        await Promise.all(reading);
        return found;
      };
    },
  };
}
