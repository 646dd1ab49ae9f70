import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { useViewer } from '@/features/account';
import { groupsFor, type Way } from '@/features/work';
import { useLocale, useT } from '@/i18n';
import { useSettled } from '@/lib/hooks';
import { pick, tidy } from '@/lib/text';
import { PageIcon } from '@/ui/deskIcons';
import { ArrowRight, ClockIcon, SearchIcon } from '@/ui/icons';
import { Keys } from '@/ui/Keys';
import { Palette, type Choice, type ChoiceGroup } from '@/ui/Palette';

import { destinationsOf, fits, readRecent, remember } from '../model';
import { findQuery } from '../queries';

const RECENT = 'lianqiao.palette';
const PAUSE = 150;

/** Goes anywhere by typing a few letters. Everything here has a visible way, too. */
export function CommandPalette({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const t = useT();
  const { locale } = useLocale();
  const navigate = useNavigate();
  const viewer = useViewer();
  const [typed, setTyped] = useState('');
  const [recent] = useState(() => readRecent(localStorage.getItem(RECENT)));
  const text = tidy(typed);
  const settled = useSettled(text, PAUSE);
  const found = useQuery(findQuery(settled, locale));

  const page = (href: string, title: string, icon = <ArrowRight />): Choice => ({
    key: href,
    title,
    icon,
    go: () => void navigate({ to: href as Way }),
  });
  const ways = destinationsOf(groupsFor(viewer)).map(({ key, to, title, org, of }): Choice & { title: string } => ({
    key,
    title: t(title),
    note: of && t(of),
    icon: <ArrowRight />,
    go: () => void navigate({ to, search: (org ? { org } : {}) as never }),
  }));
  const pages: readonly [string, string][] = [
    ['/achievements', t('shell.achievements')],
    ['/account', t('account.security')],
    ['/', t('palette.home')],
  ];
  const achievements = (text ? (found.data?.searchListings.nodes ?? []) : []).flatMap((listing): Choice[] => {
    const title = pick(listing.title, locale);
    if (!title) return [];
    const href = `/a/${listing.id}`;
    const go = () => {
      const kept = remember(recent, { href, title: title.text, lang: title.lang });
      localStorage.setItem(RECENT, JSON.stringify(kept));
      void navigate({ to: href as Way });
    };
    const shown = <span lang={title.lang}>{title.text}</span>;
    return [{ key: href, title: shown, note: listing.organization?.name, icon: <PageIcon />, go }];
  });
  const groups: ChoiceGroup[] = [
    {
      key: 'recent',
      title: t('palette.recent'),
      choices: text
        ? []
        : recent.map(({ href, title, lang }) => ({
            ...page(href, title, <ClockIcon />),
            key: `recent ${href}`,
            title: <span lang={lang}>{title}</span>,
          })),
    },
    {
      key: 'pages',
      title: t('palette.pages'),
      choices: [
        ...ways.filter(({ title }) => fits(text, title)),
        ...pages.filter(([, title]) => fits(text, title)).map(([href, title]) => page(href, title)),
        ...(fits(text, t('palette.help'))
          ? [{ key: 'help', title: t('palette.help'), icon: <ArrowRight />, go: onHelp }]
          : []),
      ],
    },
    {
      key: 'achievements',
      title: t('palette.achievements'),
      choices: text
        ? [
            ...achievements,
            {
              key: 'search',
              title: t('palette.search', { text }),
              icon: <SearchIcon />,
              go: () => void navigate({ to: '/achievements', search: { q: text } as never }),
            },
          ]
        : [],
    },
  ];
  return (
    <Palette
      label={t('palette.title')}
      placeholder={t('palette.placeholder')}
      text={typed}
      onText={setTyped}
      onClose={onClose}
      groups={groups}
      nothing={t('palette.nothing')}
      foot={
        <>
          <span>
            <Keys keys={['↑', '↓']} /> {t('palette.move')}
          </span>
          <span>
            <Keys keys={['Enter']} /> {t('palette.go')}
          </span>
          <span>
            <Keys keys={['Esc']} /> {t('ui.close')}
          </span>
        </>
      }
    />
  );
}
