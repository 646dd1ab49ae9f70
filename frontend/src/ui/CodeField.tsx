import { useState, type ReactNode } from 'react';
import { useController, type Control, type FieldPath, type FieldValues } from 'react-hook-form';

import { useT } from '@/i18n';
import { listed, type CodeKind } from '@/lib/codes';

import { CodePicker } from './CodePicker';

/**
 * Codes of a table as a part of a form, where they stand as a list or as one would type them. What was typed and is no
 * code is not lost by sending the form: it is not sent before that is mended.
 */
export function CodeField<Values extends FieldValues>({
  control,
  name,
  ...rest
}: {
  control: Control<Values>;
  name: FieldPath<Values>;
  kind: CodeKind;
  label: string;
  hint?: ReactNode;
  isSingle?: boolean;
}) {
  const t = useT();
  const [unread, setUnread] = useState<string>();
  const {
    field: { ref, value: held, onChange },
    fieldState,
  } = useController({
    control,
    name,
    rules: {
      validate: () => unread === undefined || t('ui.codes.unread', { text: unread }),
    },
  });
  const value = held as string | readonly string[];
  const change = (codes: readonly string[]) => onChange(typeof value === 'string' ? codes.join(', ') : codes);
  return (
    <CodePicker
      {...rest}
      ref={ref}
      name={name}
      // The line itself says what it cannot read, for as long as that stands there.
      error={fieldState.error?.type === 'validate' ? undefined : fieldState.error?.message}
      value={typeof value === 'string' ? listed(value) : value}
      onChange={change}
      onUnread={setUnread}
    />
  );
}
