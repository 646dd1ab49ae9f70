import type { QueryClient } from '@tanstack/react-query';

import { viewerQuery } from '@/features/account';

import { editorQuery, queueQuery, rulesQuery, tableQuery } from './queries';
import type { View } from './view';

/*
 * What is fetched while a page is on its way. The routes load this when they need it, so that visitors of other pages do not.
 */

const officesOf = async (client: QueryClient, locale: string) => {
  const { viewer } = await client.ensureQueryData(viewerQuery(locale));
  return (viewer?.memberships ?? []).flatMap(({ organization }) => organization ?? []);
};

export async function tableAhead(client: QueryClient, locale: string, view: View): Promise<void> {
  const offices = await officesOf(client, locale);
  const office = offices.find(({ id }) => id === view.org) ?? offices[0];
  if (office) void client.prefetchInfiniteQuery(tableQuery(office.id, view, locale));
}

export async function queueAhead(client: QueryClient, locale: string): Promise<void> {
  const [office] = await officesOf(client, locale);
  if (office) void client.prefetchInfiniteQuery(queueQuery(office.id, locale));
}

export const listingAhead = (client: QueryClient, locale: string, id: string): void =>
  void client.prefetchQuery(editorQuery(id, locale));

export const rulesAhead = (client: QueryClient, locale: string): void => void client.prefetchQuery(rulesQuery(locale));
