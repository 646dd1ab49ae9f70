import { useBlocker } from '@tanstack/react-router';
import { useEffect, useMemo, useState, type ComponentType } from 'react';
import { FormProvider } from 'react-hook-form';

import { readFragment } from '@/gql';
import { ListingStatusFragmentDoc, type ListingWorkFragment } from '@/gql/graphql';
import { useFormats, useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { ErrorBox, Notice } from '@/ui/States';

import { Problems, ReturnNotes, StaleBanner } from './Banners';
import { EditingContext, type Editing } from './context';
import styles from './Editor.module.css';
import { goTo } from './goTo';
import { nameOf, PART_KEYS, type Part } from './parts';
import { Basics, Fields, Figures, Value } from './PartsBasic';
import { Compliance, People, Rights } from './PartsLaw';
import { Files } from './PartFiles';
import { Offers, type Rules } from './PartOffers';
import { SideNav } from './SideNav';
import { useEditor } from './useEditor';

const SIMPLE: Record<Exclude<Part, 'offers'>, ComponentType> = {
  basics: Basics,
  value: Value,
  figures: Figures,
  fields: Fields,
  rights: Rights,
  people: People,
  compliance: Compliance,
  files: Files,
};

/** The form of a listing, whole: nothing that was typed is lost, and the server says what is wrong where it is wrong. */
export function Editor({
  work,
  rules,
  user,
  organizationId,
  onCreated,
  onDirty,
}: {
  work?: ListingWorkFragment;
  rules: Rules;
  user: string;
  organizationId: string;
  onCreated?: (id: string) => void;
  onDirty?: (isDirty: boolean) => void;
}) {
  const t = useT();
  const { dateTime } = useFormats();
  const status = work && readFragment(ListingStatusFragmentDoc, work);
  const editor = useEditor(work, user, organizationId);
  const { form, isDirty, save, saving, problems, refusals, onTouch, stale } = editor;
  const [leaving, setLeaving] = useState(false);
  const canEdit = status?.viewerCanEdit ?? true;
  const last = status?.reviews[0];
  const isReturned = last?.verdict === 'RETURNED' && (status?.state === 'DRAFT' || status?.revisionState === 'EDITING');
  useEffect(() => onDirty?.(isDirty), [isDirty, onDirty]);
  useEffect(() => {
    const first = problems[0];
    if (first) goTo(nameOf(first.path));
    // Only when they arrive, not while they are put right one by one.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [saving]);
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && !leaving && current.pathname !== next.pathname,
    enableBeforeUnload: () => isDirty,
    withResolver: true,
  });
  const editing = useMemo<Editing>(
    () => ({
      id: status?.id,
      organizationId,
      refusals,
      onTouch,
      notes: new Map(
        isReturned ? last.notes.flatMap(({ path, text }) => (path?.length ? [[nameOf(path), text]] : [])) : [],
      ),
    }),
    [status?.id, organizationId, refusals, onTouch, isReturned, last],
  );
  const send = async () => {
    const id = await save();
    if (id && !work) {
      setLeaving(true);
      onCreated?.(id);
    }
  };
  return (
    <EditingContext value={editing}>
      <FormProvider {...form}>
        <div className={styles.editor}>
          <SideNav
            score={status?.completeness?.score}
            missing={status?.completeness?.missing ?? []}
            wrong={problems.map(({ path }) => nameOf(path).split('.')[0] ?? '')}
          />
          <form
            className={styles.form}
            noValidate
            aria-label={t('listing.form')}
            onSubmit={(event) => {
              event.preventDefault();
              void send();
            }}
          >
            {!canEdit && <Notice>{t('listing.readOnly')}</Notice>}
            {isReturned && <ReturnNotes by={last.reviewedBy?.name} at={last.reviewedAt} notes={last.notes} />}
            {stale && (
              <StaleBanner
                stale={stale}
                mine={form.getValues()}
                theirs={editor.theirs}
                onTheirs={editor.takeTheirs}
                onClose={editor.closeStale}
              />
            )}
            {editor.restored && (
              <Notice tone="bloom">
                <span>{t('listing.restored', { at: dateTime(editor.restored) })}</span>{' '}
                <button type="button" className={styles.link} onClick={editor.discard}>
                  {t('listing.discard')}
                </button>
              </Notice>
            )}
            {editor.error && <ErrorBox error={editor.error} onRetry={() => void send()} />}
            <Problems problems={problems} />
            <fieldset className={styles.parts} disabled={!canEdit}>
              <legend className="visually-hidden">{t('listing.form')}</legend>
              {PART_KEYS.map((part) => {
                const Inside = part === 'offers' ? undefined : SIMPLE[part];
                return (
                  <section key={part} id={`part-${part}`} className={styles.part} aria-labelledby={`head-${part}`}>
                    <h2 id={`head-${part}`}>{t(`listing.part.${part}`)}</h2>
                    {Inside ? <Inside /> : <Offers rules={rules} />}
                  </section>
                );
              })}
            </fieldset>
            {canEdit && (
              <div className={styles.bar}>
                <p role="status">
                  {isDirty
                    ? t('listing.dirty')
                    : editor.savedAt
                      ? t('listing.saved', { at: dateTime(editor.savedAt) })
                      : ''}
                </p>
                {isDirty && work && (
                  <Button look="quiet" onClick={editor.discard}>
                    {t('listing.discard')}
                  </Button>
                )}
                <Button type="submit" look="primary" busy={saving}>
                  {t(work ? 'listing.save' : 'listing.create')}
                </Button>
              </div>
            )}
          </form>
        </div>
        <Dialog
          open={blocker.status === 'blocked'}
          onClose={() => blocker.reset?.()}
          title={t('listing.leave')}
          footer={
            <>
              <Button look="primary" onClick={() => blocker.reset?.()}>
                {t('listing.leave.stay')}
              </Button>
              <Button onClick={() => blocker.proceed?.()}>{t('listing.leave.go')}</Button>
            </>
          }
        >
          <p>{t('listing.leave.text')}</p>
        </Dialog>
      </FormProvider>
    </EditingContext>
  );
}
