/** The sides of a listing, each with an address. */
export const PAGE_TABS = ['edit', 'preview', 'changes', 'history'] as const;
export type PageTab = (typeof PAGE_TABS)[number];

/** The side that an address names. The form is what opens without a name, so its address is short. */
export const readPageTab = (raw: Record<string, unknown>): { tab?: PageTab } => {
  const tab = PAGE_TABS.find((one) => one === raw.tab);
  return tab && tab !== 'edit' ? { tab } : {};
};
