import { useQuery } from '@tanstack/react-query';

import type { ListingHistoryQuery } from '@/gql/graphql';
import { useLabel, useLocale, useT, type MessageId } from '@/i18n';
import { asApiError } from '@/lib/error';
import { ActivityTimeline, type Activity } from '@/ui/ActivityTimeline';
import { ErrorBox, Skeleton } from '@/ui/States';

import { useWord } from '../editor/context';
import { nameOf } from '../editor/parts';
import { historyQuery } from '../queries';

type History = NonNullable<ListingHistoryQuery['listing']>;

/** The lines of the trail that have a sentence of their own; others are shown by their name. */
const TOLD: Record<string, { message: MessageId; tone?: Activity['tone'] }> = {
  'listing.create': { message: 'listing.did.create' },
  'listing.update': { message: 'listing.did.update' },
  'listing.submit': { message: 'listing.did.submit', tone: 'bloom' },
  'listing.return': { message: 'listing.did.return', tone: 'clay' },
  'listing.approve': { message: 'listing.did.approve', tone: 'leaf' },
  'listing.publish': { message: 'listing.did.publish', tone: 'leaf' },
  'listing.suspend': { message: 'listing.did.suspend', tone: 'clay' },
  'listing.resume': { message: 'listing.did.resume', tone: 'leaf' },
  'listing.withdraw': { message: 'listing.did.withdraw', tone: 'clay' },
  'listing.expire': { message: 'listing.did.expire' },
  'listing.transfer': { message: 'listing.did.transfer' },
};

/** Everything that happened to a listing, from the trail that nobody can change. */
export function ListingHistory({ id, organizationId }: { id: string; organizationId: string }) {
  const t = useT();
  const label = useLabel();
  const word = useWord();
  const { locale } = useLocale();
  const query = useQuery(historyQuery(id, organizationId, locale));
  if (query.isPending) return <Skeleton lines={8} />;
  if (query.isError) return <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />;
  const { listing, auditEntries } = query.data;
  const names = namesOf(listing);
  const activities = auditEntries.nodes.map(({ id, occurredAt, actorId, actor, verb, details }): Activity => {
    const told = TOLD[verb];
    const { from, to, reason, contentVersion } = (details ?? {}) as Record<string, unknown>;
    const state = (code: unknown) => (typeof code === 'string' ? label('ListingState', code) : '');
    const notes =
      verb === 'listing.return'
        ? (listing?.reviews.find(
            ({ verdict, contentVersion: version }) => verdict === 'RETURNED' && version === contentVersion,
          )?.notes ?? [])
        : [];
    return {
      id,
      at: occurredAt,
      who: (actorId && names.get(actorId)) || t(actor === 'user' ? 'listing.by.colleague' : 'listing.by.system'),
      what: told ? t(told.message) : verb,
      ...(told?.tone ? { tone: told.tone } : {}),
      note: (
        <>
          {from !== undefined && from !== to && <p>{t('listing.did.states', { from: state(from), to: state(to) })}</p>}
          {typeof reason === 'string' && <p>{reason}</p>}
          {notes.map(({ path, text }, place) => (
            <p key={place}>
              {path?.length ? t('listing.problem', { field: word(nameOf(path)), message: text }) : text}
            </p>
          ))}
        </>
      ),
    };
  });
  return <ActivityTimeline label={t('listing.history')} activities={activities} />;
}

/** The trail knows ids only; names come from what they wrote and decided. */
function namesOf(listing: History | null | undefined): Map<string, string> {
  const people = [
    ...(listing?.revisions?.nodes.map(({ changedBy }) => changedBy) ?? []),
    ...(listing?.reviews.map(({ reviewedBy }) => reviewedBy) ?? []),
  ];
  return new Map(people.flatMap((person) => (person ? [[person.id, person.name]] : [])));
}
