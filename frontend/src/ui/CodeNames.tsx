import { useQuery } from '@tanstack/react-query';

import { useFormats, useLocale } from '@/i18n';
import { codesQuery, entryOf, nameOf, type CodeKind } from '@/lib/codes';

/** Codes with what they are called; bare until their table is there. */
export function CodeNames({ kind, codes }: { kind: CodeKind; codes: readonly string[] }) {
  const { locale } = useLocale();
  const { list } = useFormats();
  const { data } = useQuery({ ...codesQuery(kind), enabled: codes.length > 0 });
  const byCode = new Map((data ?? []).map((code) => [code.code, code]));
  const named = codes.map((code) => {
    const known = entryOf(code, byCode);
    return known ? `${nameOf(known, locale)} ${code}` : code;
  });
  return <>{list(named)}</>;
}
