import type { ReactNode } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';

import type { CodeKind } from '@/lib/codes';
import { CodePicker } from '@/ui/CodePicker';

import { useEditing, useEntry } from './context';
import { listed } from './model';
import type { Values } from './values';

/** Codes of a table, chosen by name. In the form they stand as one could type them, or as a list. */
export function Codes({
  name,
  kind,
  hint,
  isSingle = false,
}: {
  name: 'industries' | 'ipc' | 'site' | 'preferredRegions' | 'discipline';
  kind: CodeKind;
  hint?: ReactNode;
  isSingle?: boolean;
}) {
  const { label, error } = useEntry(name);
  const { setValue } = useFormContext<Values>();
  const { onTouch } = useEditing();
  const value = useWatch<Values, typeof name>({ name });
  return (
    <CodePicker
      kind={kind}
      label={label}
      hint={hint}
      error={error}
      isSingle={isSingle}
      value={typeof value === 'string' ? listed(value) : value}
      onChange={(codes) => {
        setValue(name, typeof value === 'string' ? codes.join(', ') : codes, { shouldDirty: true });
        onTouch(name);
      }}
    />
  );
}
