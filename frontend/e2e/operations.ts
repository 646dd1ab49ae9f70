import type { Route } from '@playwright/test';
import fs from 'node:fs';

/** The build's own list of what it asks: which operation a hash stands for. */
const texts = JSON.parse(fs.readFileSync('src/gql/persisted-documents.json', 'utf8')) as Record<string, string>;
/** What each hash of the build stands for, like `query Home`. */
export const OPERATIONS = Object.fromEntries(
  Object.entries(texts).map(([hash, text]) => [
    hash.slice('sha256:'.length),
    /(?:query|mutation|subscription) \w+/.exec(text)?.[0] ?? '',
  ]),
);
/** What a request asks, by the name that the operation has in the sources. */
export const asked = (route: Route) => askedBy(route.request().postData() ?? '');
/** The same of what was sent. */
export const askedBy = (body: string): { kind: string; name: string } => {
  const hash = /"sha256Hash":"([0-9a-f]{64})"/.exec(body)?.[1] ?? '';
  const [, kind = '', name = ''] = /(query|mutation) (\w+)/.exec(texts[`sha256:${hash}`] ?? '') ?? [];
  return { kind, name };
};
