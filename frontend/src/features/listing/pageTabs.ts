/** The sides of a listing, each with an address. */
export const PAGE_TABS = ['edit', 'preview', 'changes', 'history'] as const;
export type PageTab = (typeof PAGE_TABS)[number];

export const readPageTab = (raw: Record<string, unknown>): { tab: PageTab } => ({
  tab: PAGE_TABS.find((tab) => tab === raw.tab) ?? 'edit',
});
