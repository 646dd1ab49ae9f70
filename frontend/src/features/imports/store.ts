import { useCallback, useState } from 'react';

/**
 * What was done in the wizard and is not with the server yet, kept for this browser: what was said about the columns of a
 * file, what rows are to say. One file at a time; another one begins anew.
 */
interface Draft<Value> {
  of: string;
  value: Value;
}

function read<Value>(key: string, of: string): Value | undefined {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? 'null') as Draft<Value> | null;
    return draft?.of === of ? draft.value : undefined;
  } catch {
    return undefined;
  }
}

export function useDraft<Value>(name: string, of: string, empty: Value): [Value, (value: Value) => void] {
  const key = `lianqiao.imports.${name}`;
  const [value, setValue] = useState(() => read<Value>(key, of) ?? empty);
  const keep = useCallback(
    (next: Value) => {
      setValue(next);
      localStorage.setItem(key, JSON.stringify({ of, value: next } satisfies Draft<Value>));
    },
    [key, of],
  );
  return [value, keep];
}
