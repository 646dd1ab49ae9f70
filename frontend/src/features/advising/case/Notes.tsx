import { useState } from 'react';

import type { CaseNoteFragment } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { ActivityTimeline } from '@/ui/ActivityTimeline';
import { Button } from '@/ui/Button';
import { PlusIcon } from '@/ui/icons';
import { Tag } from '@/ui/Tag';

import styles from '../Advising.module.css';
import type { Case } from './CasePage';
import { NoteDialog } from './NoteDialog';
import { FileList } from './NoteFiles';
import type { Standing } from './standing';

/** What was done, last first. Nothing written is changed; a later note may correct it, and both stay. */
export function Notes({
  found,
  notes,
  standing,
}: {
  found: Pick<Case, 'id'>;
  notes: readonly CaseNoteFragment[];
  standing: Pick<Standing, 'works'>;
}) {
  const t = useT();
  const label = useLabel();
  const { date, list } = useFormats();
  const [writing, setWriting] = useState<{ corrects?: CaseNoteFragment }>();
  return (
    <section className={styles.part} aria-labelledby="notes">
      <div className={styles.partHead}>
        <h2 id="notes">{t('advising.notes')}</h2>
        {standing.works && (
          <Button size="s" icon={<PlusIcon size={14} />} onClick={() => setWriting({})}>
            {t('advising.notes.add')}
          </Button>
        )}
      </div>
      <p className={styles.quiet}>{t('advising.notes.lead')}</p>
      {notes.length === 0 && <p>{t('advising.notes.none')}</p>}
      {notes.length > 0 && (
        <ActivityTimeline
          label={t('advising.notes')}
          activities={notes.map((note) => ({
            id: note.id,
            at: note.occurredAt,
            who: note.advisor?.name ?? '–',
            what: label('ServiceLogKind', note.kind),
            tone: note.corrected ? 'clay' : 'plain',
            note: (
              <>
                <p className={styles.tags}>
                  <span>{label('ServiceLogPlace', note.place)}</span>
                  <span>{t('advising.notes.minutes', { minutes: note.minutes })}</span>
                  {note.participants.length > 0 && <span>{list([...note.participants])}</span>}
                  {note.visibility === 'OWN' && <Tag>{label('ServiceLogVisibility', note.visibility)}</Tag>}
                  {note.corrected && <Tag tone="clay">{t('advising.notes.corrected')}</Tag>}
                  {note.supersedesId && <Tag tone="sky">{t('advising.notes.corrects')}</Tag>}
                </p>
                {note.summary ? (
                  <p className={styles.said}>{note.summary}</p>
                ) : (
                  <p className={styles.quiet}>{t('advising.notes.noSummary')}</p>
                )}
                <FileList files={note.attachments} noteId={note.id} />
                {(note.nextStep || note.nextDue) && (
                  <p>
                    {t('advising.notes.next', {
                      step: [note.nextStep, note.nextDue && date(note.nextDue)].filter(Boolean).join(' · '),
                    })}
                  </p>
                )}
                {standing.works && !note.corrected && (
                  <p>
                    <Button size="s" look="quiet" onClick={() => setWriting({ corrects: note })}>
                      {t('advising.notes.correct')}
                    </Button>
                  </p>
                )}
              </>
            ),
          }))}
        />
      )}
      {writing && <NoteDialog caseId={found.id} corrects={writing.corrects} onClose={() => setWriting(undefined)} />}
    </section>
  );
}
