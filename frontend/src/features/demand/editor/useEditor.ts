import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useForm } from 'react-hook-form';

import { useSend } from '@/features/account';
import { readFragment } from '@/gql';
import {
  BudgetShownFragmentDoc,
  CreateDemandDocument,
  DemandEditedFragmentDoc,
  DemandStatusFragmentDoc,
  DraftDemandDocument,
  SaveDemandDocument,
  type DemandContentFields,
  type DemandEditorQuery,
} from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { asApiError, type ApiError } from '@/lib/error';
import type { Problem } from '@/lib/form';
import { newKey } from '@/lib/key';

import { keys } from '../queries';
import { nameOf } from '../work/fields';
import { editorQuery } from '../work/queries';
import { dropDraft, keepDraft, readDraft } from './draft';
import { changed, inputOf, merged, same } from './model';
import { valuesOf, type Values } from './values';

/** How long somebody types on before what is there is put aside. */
const PAUSE = 800;

/** The case in which an advisor drafts the client's demand. */
export interface Drafting {
  id: string;
  version: number;
}

export type Edited = NonNullable<DemandEditorQuery['demand']>;

function contentOf(demand: Edited | undefined): Values {
  if (!demand) return valuesOf();
  const content = readFragment(DemandEditedFragmentDoc, demand);
  return valuesOf({ ...content, budget: readFragment(BudgetShownFragmentDoc, content.budget) });
}

/**
 * The form of a demand: what the server has, and what is typed over it. What is typed is put aside in the browser; what
 * the server refuses is kept by the name of its field.
 */
export function useEditor(demand: Edited | undefined, user: string, organizationId: string, drafting?: Drafting) {
  const t = useT();
  const { locale } = useLocale();
  const client = useQueryClient();
  const create = useSend(CreateDemandDocument);
  const draft = useSend(DraftDemandDocument);
  const update = useSend(SaveDemandDocument);
  const status = demand && readFragment(DemandStatusFragmentDoc, demand);
  const id = status?.id;
  const place = id ?? `new.${drafting?.id ?? organizationId}`;
  const [first] = useState(() => {
    const theirs = contentOf(demand);
    const draft = readDraft(user, place);
    return { at: draft?.at, theirs, ...merged(draft?.base ?? theirs, draft?.values ?? theirs, theirs) };
  });
  const form = useForm<Values>({ defaultValues: first.theirs });
  const base = useRef(first.theirs);
  const version = useRef(status?.version ?? 0);
  const key = useRef({ input: '', key: '' });
  const [restored, setRestored] = useState(same(first.values, first.theirs) ? undefined : first.at);
  const [conflicts, setConflicts] = useState<readonly (keyof Values)[] | undefined>(
    first.conflicts.length ? first.conflicts : undefined,
  );
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [refusedTimes, setRefusedTimes] = useState(0);
  const [error, setError] = useState<ApiError>();
  const [saving, setSaving] = useState(false);
  const [savedAt, setSavedAt] = useState<string>();

  // What was put aside goes over what the server has, so that the form knows what is not saved.
  useEffect(() => {
    if (restored) form.reset(first.values, { keepDefaultValues: true });
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = () => {
      timer = undefined;
      const values = form.getValues();
      if (same(values, base.current)) dropDraft(user, place);
      else keepDraft(user, place, { base: base.current, values, at: new Date().toISOString() });
    };
    const watching = form.watch(() => {
      timer ??= setTimeout(keep, PAUSE);
    });
    const now = () => timer !== undefined && keep();
    addEventListener('pagehide', now);
    return () => {
      clearTimeout(timer);
      now();
      removeEventListener('pagehide', now);
      watching.unsubscribe();
    };
  }, [form, user, place]);

  /** Takes in what the server has now, below what is typed. */
  const absorb = (fresh: Edited, sent?: Values) => {
    const theirs = contentOf(fresh);
    const together = merged(sent ?? base.current, form.getValues(), theirs);
    base.current = theirs;
    version.current = readFragment(DemandStatusFragmentDoc, fresh).version;
    form.reset(theirs);
    if (!same(together.values, theirs)) form.reset(together.values, { keepDefaultValues: true });
    return together.conflicts;
  };

  const sendNew = async (input: DemandContentFields) => {
    const text = JSON.stringify(input);
    // The same input sent twice is the same demand, however often somebody clicks.
    if (key.current.input !== text) key.current = { input: text, key: newKey() };
    const idempotencyKey = key.current.key;
    const answer = drafting
      ? (
          await draft.mutateAsync({
            input: { ...input, caseId: drafting.id, expectedVersion: drafting.version, idempotencyKey },
          })
        ).caseDemandDraft
      : (await create.mutateAsync({ input: { ...input, organizationId, idempotencyKey } })).demandCreate;
    setProblems(answer.userErrors);
    if (!answer.demand) key.current = { input: '', key: '' };
    return answer.demand?.id;
  };

  const sendChanges = async (id: string, sent: Values, input: DemandContentFields) => {
    const { demandUpdate: answer } = await update.mutateAsync({
      input: { id, expectedVersion: version.current, ...input },
    });
    const isStale = answer.userErrors.some(({ code }) => code === 'STALE_VERSION');
    setProblems(isStale ? [] : answer.userErrors);
    if (answer.userErrors.length > 0 && !isStale) return undefined;
    // An answer that is under way may have been asked for before this.
    const question = editorQuery(id, locale);
    await client.cancelQueries({ queryKey: question.queryKey });
    const fresh = await client.fetchQuery(question);
    if (fresh.demand) {
      const clashes = absorb(fresh.demand, isStale ? undefined : sent);
      if (isStale) setConflicts(clashes);
    }
    return isStale ? undefined : id;
  };

  /** Sends what was changed. The id of the demand if it is saved. */
  const save = async (): Promise<string | undefined> => {
    if (saving) return undefined;
    const saved = await sendValues();
    if (!saved) setRefusedTimes((times) => times + 1);
    return saved;
  };

  const sendValues = async (): Promise<string | undefined> => {
    const sent = structuredClone(form.getValues());
    const { input, unreadable } = inputOf(sent);
    setError(undefined);
    if (unreadable.length > 0) {
      setProblems(
        unreadable.map((path) => ({
          code: 'INVALID_NUMBER',
          message: t(path.endsWith('Year') ? 'demand.wrong.year' : 'demand.wrong.number'),
          path: [path],
        })),
      );
      return undefined;
    }
    const difference = changed(inputOf(base.current).input, input);
    if (Object.keys(difference).length === 0) {
      // Nothing at all is no demand: it would be one without a name in the list.
      if (!id) setProblems([{ code: 'REQUIRED', message: t('ui.required'), path: ['title'] }]);
      return id;
    }
    setSaving(true);
    try {
      const saved = await (id ? sendChanges(id, sent, difference) : sendNew(difference));
      if (!saved) return undefined;
      if (!id) {
        base.current = sent;
        form.reset(sent);
      }
      dropDraft(user, place);
      setRestored(undefined);
      setConflicts(undefined);
      setSavedAt(new Date().toISOString());
      void client.invalidateQueries({ queryKey: keys.all, predicate: ({ queryKey }) => queryKey[1] !== 'editor' });
      return saved;
    } catch (thrown) {
      setError(asApiError(thrown));
      return undefined;
    } finally {
      setSaving(false);
    }
  };

  /** Back to what the server has. */
  const discard = () => {
    form.reset(base.current);
    dropDraft(user, place);
    setRestored(undefined);
    setConflicts(undefined);
    setProblems([]);
  };

  const onTouch = useCallback(
    (name: string) =>
      setProblems((old) => {
        // With a part of it changes what was said about the whole.
        const left = old.filter(({ path }) => {
          const wrong = nameOf(path);
          return !wrong.startsWith(name) && !name.startsWith(`${wrong}.`);
        });
        return left.length === old.length ? old : left;
      }),
    [],
  );
  const refusals = useMemo(
    () => problems.map(({ path, message }) => ({ name: nameOf(path), message })).filter(({ name }) => name !== ''),
    [problems],
  );

  return {
    form,
    isDirty: form.formState.isDirty,
    save,
    saving,
    savedAt,
    discard,
    problems,
    /** How often something was refused: the same refusal twice is news both times. */
    refusedTimes,
    refusals,
    error,
    onTouch,
    restored,
    conflicts,
    closeConflicts: () => setConflicts(undefined),
  };
}
