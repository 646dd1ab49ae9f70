import { useLocale, useT } from '@/i18n';
import { pick, type TwoTongues } from '@/lib/text';
import { Tag } from '@/ui/Tag';

export interface Span {
  text: string;
  matched: boolean;
}

/** A text with what was looked for marked. */
export function Highlighted({ spans }: { spans: readonly Span[] }) {
  return spans.map((span, place) => (span.matched ? <mark key={place}>{span.text}</mark> : span.text));
}

/** A text in the language of the page, or in its own with a word about that. */
export function Bilingual({
  texts,
  zh,
  en,
  tag = true,
}: {
  texts: TwoTongues;
  zh?: readonly Span[];
  en?: readonly Span[];
  tag?: boolean;
}) {
  const t = useT();
  const { locale } = useLocale();
  const shown = pick(texts, locale);
  if (!shown) return t('achievement.untitled');
  const spans = shown.lang === 'zh' ? zh : en;
  return (
    <>
      <span lang={shown.isOther ? shown.lang : undefined}>
        {spans?.length ? <Highlighted spans={spans} /> : shown.text}
      </span>
      {tag && shown.isOther && (
        <>
          {' '}
          <Tag>{t(shown.lang === 'zh' ? 'achievement.onlyChinese' : 'achievement.onlyEnglish')}</Tag>
        </>
      )}
    </>
  );
}

/** Paragraphs in the language of the page, or in their own. */
export function Prose({ texts }: { texts: TwoTongues }) {
  const t = useT();
  const { locale } = useLocale();
  const shown = pick(texts, locale);
  if (!shown) return null;
  return (
    <>
      {shown.isOther && <Tag>{t(shown.lang === 'zh' ? 'achievement.onlyChinese' : 'achievement.onlyEnglish')}</Tag>}
      {shown.text.split(/\n+/).map((paragraph, place) => (
        <p key={place} lang={shown.isOther ? shown.lang : undefined}>
          {paragraph}
        </p>
      ))}
    </>
  );
}
