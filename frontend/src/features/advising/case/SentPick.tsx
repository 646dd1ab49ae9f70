import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { Bilingual, Prose } from '@/features/achievement';
import { readFragment } from '@/gql';
import { IntroductionLineFragmentDoc, type CasePickLineFragment } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { Tag } from '@/ui/Tag';

import styles from '../Advising.module.css';
import { Party } from '../words';
import { AnswerButtons } from './AnswerButtons';
import type { Case } from './CasePage';
import { IntroductionDialog } from './Introductions';
import type { Standing } from './standing';

/** A listing that was sent, with what the client says of it, and what follows from that. */
export function SentPick({ found, pick, standing }: { found: Case; pick: CasePickLineFragment; standing: Standing }) {
  const t = useT();
  const label = useLabel();
  const { dateTime } = useFormats();
  const [introducing, setIntroducing] = useState(false);
  const made = readFragment(IntroductionLineFragmentDoc, found.introductions);
  const { listing, organization } = pick;
  const isIntroduced = made.some(({ counterparty }) => counterparty && counterparty.id === organization?.id);
  const mayIntroduce =
    standing.works && found.state !== 'ACCEPTED' && pick.verdict === 'INTERESTED' && listing && !isIntroduced;
  return (
    <li className={styles.item}>
      <div className={styles.itemHead}>
        <p>
          {listing ? (
            <Link to="/a/$id" params={{ id: listing.id }}>
              <Bilingual texts={listing.title} />
            </Link>
          ) : (
            <Tag tone="clay">{t('advising.shortlist.gone')}</Tag>
          )}
        </p>
        <span className={styles.tags}>
          {pick.verdict ? (
            <Tag tone={pick.verdict === 'INTERESTED' ? 'leaf' : 'plain'}>{label('MatchVerdict', pick.verdict)}</Tag>
          ) : (
            <Tag tone="bloom">{t('advising.shortlist.unanswered')}</Tag>
          )}
          <Party party={organization} />
        </span>
      </div>
      <Prose texts={pick.reason} />
      {pick.answer && <p className={styles.said}>{t('advising.shortlist.answer', { answer: pick.answer })}</p>}
      {pick.answeredAt && (
        <p className={styles.quiet}>
          <time dateTime={pick.answeredAt}>
            {t('advising.shortlist.answeredAt', { at: dateTime(pick.answeredAt) })}
          </time>
        </p>
      )}
      {pick.viewerCanAnswer && <AnswerButtons pick={pick} />}
      {mayIntroduce && organization && (
        <div className={styles.buttons}>
          <Button size="s" look="primary" aria-haspopup="dialog" onClick={() => setIntroducing(true)}>
            {t('advising.introductions.add')}
          </Button>
        </div>
      )}
      {introducing && organization && (
        <IntroductionDialog
          found={found}
          whom={{ organizationId: organization.id, name: organization.name, listingId: pick.listingId }}
          onClose={() => setIntroducing(false)}
        />
      )}
    </li>
  );
}
