import { useQuery } from '@tanstack/react-query';

import { useFormats, useLocale } from '@/i18n';
import { codesQuery, entryOf, nameOf, type CodeKind } from '@/lib/codes';

/** Codes with their names, as soon as the table is there; until then, and without it, the codes. */
export function CodeNames({ kind, codes }: { kind: CodeKind; codes: readonly string[] }) {
  const { locale } = useLocale();
  const { list } = useFormats();
  const { data } = useQuery(codesQuery(kind));
  const byCode = new Map((data ?? []).map((code) => [code.code, code]));
  return list(
    codes.map((code) => {
      const known = entryOf(code, byCode);
      return known ? `${nameOf(known, locale)} ${code}` : code;
    }),
  );
}
