/** The part of an address behind the question mark, in plain words: a list is a name several times, yes is `1`. */
export type SearchParams = Record<string, string | string[]>;

export function parseSearch(text: string): SearchParams {
  const found: SearchParams = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const before = found[name];
    found[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return found;
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one === undefined || one === null || one === '' || one === false) continue;
      params.append(name, one === true ? '1' : String(one));
    }
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}
