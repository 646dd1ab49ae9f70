import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useForm } from 'react-hook-form';

import { useSend } from '@/features/account';
import { readFragment } from '@/gql';
import {
  CreateListingDocument,
  EditedOfferFragmentDoc,
  ListingContentFragmentDoc,
  ListingStatusFragmentDoc,
  ListingWorkFragmentDoc,
  SaveListingDocument,
  type ListingWorkFragment,
} from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { asApiError, type ApiError } from '@/lib/error';
import type { Problem } from '@/lib/form';

import { editorQuery, keys } from '../queries';
import { dropDraft, keepDraft, readDraft } from './draft';
import { changed, inputOf, merged, type ContentInput, type Merged } from './input';
import { nameOf } from './parts';
import type { Values } from './shapes';
import { valuesOf } from './values';

/** How often what was typed is put aside. */
const PAUSE = 1500;

const contentOf = (work: ListingWorkFragment): Values => {
  const content = readFragment(ListingContentFragmentDoc, work);
  return valuesOf({ ...content, offers: content.offers.map((offer) => readFragment(EditedOfferFragmentDoc, offer)) });
};
const statusOf = (work: ListingWorkFragment) => readFragment(ListingStatusFragmentDoc, work);

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/**
 * The form of a listing: what the server has, what is typed over it, and how the two come together. What is typed is put
 * aside in the browser while it is typed; what somebody else saved meanwhile is taken in where nothing was typed.
 */
export function useEditor(work: ListingWorkFragment | undefined, user: string, organizationId: string) {
  const t = useT();
  const { locale } = useLocale();
  const client = useQueryClient();
  const create = useSend(CreateListingDocument);
  const update = useSend(SaveListingDocument);
  const id = work && statusOf(work).id;
  const place = id ?? 'new';

  const [first] = useState(() => {
    const theirs = work ? contentOf(work) : valuesOf();
    const draft = readDraft(user, place);
    const together = merged(draft?.base ?? theirs, draft?.values ?? theirs, theirs);
    return { at: draft?.at, theirs, ...together };
  });
  const form = useForm<Values>({ defaultValues: first.theirs });
  const base = useRef(first.theirs);
  const known = useRef(work);
  const key = useRef({ input: '', key: '' });
  const [restored, setRestored] = useState(same(first.values, first.theirs) ? undefined : first.at);
  const [stale, setStale] = useState<Merged | undefined>(
    first.at && first.conflicts.length + first.taken.length > 0 ? first : undefined,
  );
  const [theirs, setTheirs] = useState(first.theirs);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [error, setError] = useState<ApiError>();
  const [saving, setSaving] = useState(false);
  const [savedAt, setSavedAt] = useState<string>();

  // What was put aside goes over what the server has, so that the form knows what is not saved.
  useEffect(() => {
    if (restored) form.reset(first.values, { keepDefaultValues: true });
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);

  /** Takes in what the server has now; `sent` is what it was made from, if by us. */
  const absorb = useCallback(
    (fresh: ListingWorkFragment, sent?: Values) => {
      known.current = fresh;
      const next = contentOf(fresh);
      const together = merged(sent ?? base.current, form.getValues(), next);
      base.current = next;
      setTheirs(next);
      form.reset(next);
      if (!same(together.values, next)) form.reset(together.values, { keepDefaultValues: true });
      if (!sent && together.conflicts.length + together.taken.length > 0) setStale(together);
    },
    [form],
  );

  useEffect(() => {
    if (!work || !known.current || work === known.current) return;
    if (statusOf(work).contentVersion > statusOf(known.current).contentVersion) absorb(work);
    else known.current = work;
  }, [work, absorb]);

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

  /** Sends what was changed. The id of the listing if it is saved. */
  const save = async (): Promise<string | undefined> => {
    if (saving) return undefined;
    const sent = structuredClone(form.getValues());
    const { input, unreadable } = inputOf(sent);
    setError(undefined);
    if (unreadable.length) {
      setProblems(unreadable.map((path) => ({ code: 'INVALID_NUMBER', message: t('listing.wrong.number'), path })));
      return undefined;
    }
    setSaving(true);
    try {
      return await (id ? sendChanges(id, sent, input) : sendNew(input));
    } catch (thrown) {
      setError(asApiError(thrown));
      return undefined;
    } finally {
      setSaving(false);
    }
  };

  const sendNew = async (whole: ContentInput) => {
    // What is empty is not sent: a new listing has none of it anyway.
    const input = changed(inputOf(valuesOf()).input, whole);
    const text = JSON.stringify(input);
    // The same input sent twice is the same listing, however often somebody clicks.
    if (key.current.input !== text) key.current = { input: text, key: crypto.randomUUID() };
    const { listingCreate: answer } = await create.mutateAsync({
      input: { ...input, organizationId, idempotencyKey: key.current.key },
    });
    setProblems(answer.userErrors);
    if (!answer.listing) {
      key.current = { input: '', key: '' };
      return undefined;
    }
    base.current = structuredClone(form.getValues());
    form.reset(base.current);
    dropDraft(user, place);
    await client.invalidateQueries({ queryKey: keys.all });
    return answer.listing.id;
  };

  const sendChanges = async (id: string, sent: Values, input: ContentInput) => {
    const before = known.current && statusOf(known.current);
    const { queryKey } = editorQuery(id, locale);
    const { listingUpdate: answer } = await update.mutateAsync({
      input: { id, expectedVersion: before?.version ?? 0, ...changed(inputOf(base.current).input, input) },
    });
    if (answer.userErrors.some(({ code }) => code === 'STALE_VERSION')) {
      await client.cancelQueries({ queryKey });
      const fresh = await client.fetchQuery({ ...editorQuery(id, locale), staleTime: 0 });
      if (fresh.listing) absorb(readFragment(ListingWorkFragmentDoc, fresh.listing));
      return undefined;
    }
    setProblems(answer.userErrors);
    if (answer.userErrors.length > 0 || !answer.listing) return undefined;
    const fresh = readFragment(ListingWorkFragmentDoc, answer.listing);
    // An answer that is under way may be older than this one, or newer: it is given up, and asked for again below.
    const isAsked = client.isFetching({ queryKey }) > 0;
    await client.cancelQueries({ queryKey });
    absorb(fresh, sent);
    client.setQueryData(queryKey, (old) => old && { ...old, listing: answer.listing });
    setStale(undefined);
    setRestored(undefined);
    setSavedAt(statusOf(fresh).updatedAt);
    dropDraft(user, place);
    void client.invalidateQueries({
      queryKey: keys.all,
      predicate: ({ queryKey }) => isAsked || queryKey[1] !== 'editor',
    });
    return id;
  };

  /** Back to what the server has. */
  const discard = () => {
    form.reset(base.current);
    dropDraft(user, place);
    setRestored(undefined);
    setStale(undefined);
    setProblems([]);
  };

  /** Theirs instead of mine, in one field. */
  const takeTheirs = (field: keyof Values) => {
    form.setValue(field, theirs[field] as never, { shouldDirty: true });
    setStale((old) => old && { ...old, conflicts: old.conflicts.filter((one) => one !== field) });
  };

  const onTouch = useCallback(
    (name: string) =>
      setProblems((old) => {
        const left = old.filter(({ path }) => !nameOf(path).startsWith(name));
        return left.length === old.length ? old : left;
      }),
    [],
  );
  const refusals = useMemo(() => new Map(problems.map(({ path, message }) => [nameOf(path), message])), [problems]);

  return {
    form,
    isDirty: form.formState.isDirty,
    save,
    saving,
    savedAt,
    discard,
    problems,
    error,
    refusals,
    onTouch,
    restored,
    stale,
    theirs,
    takeTheirs,
    closeStale: () => setStale(undefined),
  };
}
