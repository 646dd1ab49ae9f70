import { useState } from 'react';

import { useT } from '@/i18n';
import { ApiError } from '@/lib/error';
import type { Problem } from '@/lib/form';
import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { CodePicker } from '@/ui/CodePicker';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { CopyField } from '@/ui/CopyField';
import { BellIcon, CommandIcon, MenuIcon, OfflineIcon, PageIcon } from '@/ui/deskIcons';
import { Dialog } from '@/ui/Dialog';
import { Facts } from '@/ui/Facts';
import { Keys } from '@/ui/Keys';
import { Money } from '@/ui/Money';
import { PageHead } from '@/ui/PageHead';
import { Palette } from '@/ui/Palette';
import { Tag } from '@/ui/Tag';

import { Part } from './Part';

/** A long identifier without a place to break. */
const LONG_ID = 'dXMBohgYLbFw57ODN8WiNCfMdXMBohgYLbFw57ODN8WiNCfMdXMBohgYLbFw57ODN8WiNCfM';

/** What the pages behind the sign-in are made of besides. */
export function DeskParts() {
  const t = useT();
  const word = t('kit.word');
  const sentence = t('kit.sentence');
  const [codes, setCodes] = useState(['C3973', 'I65']);
  return (
    <>
      <Part name="Banner" wide>
        {(['plain', 'bloom', 'clay'] as const).map((tone) => (
          <Banner key={tone} tone={tone} icon={<OfflineIcon />} action={<Button size="s">{word}</Button>}>
            {sentence}
          </Banner>
        ))}
        <Banner>{sentence}</Banner>
      </Part>
      <Part name="PageHead" wide>
        <PageHead title={word} />
        <PageHead
          above={<a href="#above">{word}</a>}
          title={sentence}
          tags={
            <>
              <Tag tone="leaf">{word}</Tag>
              <span>{word}</span>
            </>
          }
          lead={sentence}
        >
          <Button look="primary">{word}</Button>
          <Button>{word}</Button>
        </PageHead>
      </Part>
      <Part name="Facts, Money" wide>
        <Facts
          rows={[
            [word, <Money key="money" amount={{ currency: 'CNY', minorUnits: '123456789' }} />],
            [word, <Money key="yen" amount={{ currency: 'JPY', minorUnits: '5000' }} />],
            [sentence, sentence],
            [word, LONG_ID],
            [word, undefined],
          ]}
        />
      </Part>
      <Part name="CopyField" wide>
        <CopyField label={word} value="lqt_0198f3c2" />
        <CopyField label={word} value={LONG_ID} />
      </Part>
      <Part name="CodePicker" wide>
        <CodePicker kind="industries" label={word} hint={sentence} value={codes} onChange={setCodes} />
        <CodePicker kind="divisions" label={word} error={sentence} isSingle value={['000000']} onChange={setCodes} />
      </Part>
      <Part name="Keys, icons">
        <Keys keys={['?']} />
        <Keys keys={['Ctrl', 'K']} />
        <Keys keys={['g', 'l']} />
        <MenuIcon />
        <BellIcon />
        <CommandIcon />
        <PageIcon />
        <OfflineIcon />
      </Part>
      <Opened />
    </>
  );
}

const KINDS = ['plain', 'danger', 'refused', 'stale', 'failed'] as const;
type Kind = (typeof KINDS)[number];

/** What a server could have against it. */
const AGAINST: Partial<Record<Kind, string>> = { refused: 'REFUSED', stale: 'STALE_VERSION' };

/** What stands over the page: one at a time. */
function Opened() {
  const t = useT();
  const word = t('kit.word');
  const sentence = t('kit.sentence');
  const [open, setOpen] = useState<Kind | 'drawer' | 'wide' | 'palette'>();
  const [text, setText] = useState('');
  const close = () => setOpen(undefined);
  const answer = (kind: Kind): Promise<readonly Problem[]> => {
    if (kind === 'failed') return Promise.reject(new ApiError('unavailable', { requestId: '0198f3c2' }));
    const code = AGAINST[kind];
    return Promise.resolve(code ? [{ code, message: sentence }] : []);
  };
  const choices = (['a', 'b', 'c'] as const).map((key) => ({
    key,
    title: `${word} ${key}`,
    note: key === 'a' ? <Keys keys={['g', 'l']} /> : word,
    icon: <PageIcon />,
    go: close,
  }));
  return (
    <Part name="ConfirmDialog, Dialog, Palette">
      {[...KINDS, 'drawer' as const, 'wide' as const, 'palette' as const].map((kind) => (
        <Button key={kind} onClick={() => setOpen(kind)}>
          <code>{kind}</code>
        </Button>
      ))}
      {KINDS.map((kind) => (
        <ConfirmDialog
          key={kind}
          open={open === kind}
          onClose={close}
          title={word}
          action={word}
          isDangerous={kind === 'danger'}
          word={kind === 'danger' ? word : undefined}
          reasonHint={kind === 'danger' || kind === 'refused' ? sentence : undefined}
          onConfirm={() => answer(kind)}
          onReload={close}
        >
          <p>{sentence}</p>
        </ConfirmDialog>
      ))}
      {(['drawer', 'wide'] as const).map((kind) => (
        <Dialog
          key={kind}
          open={open === kind}
          onClose={close}
          title={word}
          drawer={kind === 'drawer'}
          wide={kind === 'wide'}
        >
          <p>{sentence}</p>
        </Dialog>
      ))}
      {open === 'palette' && (
        <Palette
          label={t('kit.open')}
          placeholder={word}
          text={text}
          onText={setText}
          onClose={close}
          nothing={sentence}
          groups={[
            { key: 'first', title: word, choices: text === '' ? choices : [] },
            { key: 'second', title: word, choices: choices.filter(({ key }) => text.includes(key)) },
          ]}
          foot={<Keys keys={['Esc']} />}
        />
      )}
    </Part>
  );
}
