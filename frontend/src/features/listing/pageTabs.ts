/** The sides of a listing, each with an address. */
export const PAGE_TABS = ['edit', 'matches', 'preview', 'changes', 'history'] as const;
export type PageTab = (typeof PAGE_TABS)[number];

/** Whose eyes a preview borrows. */
export const LAYERS = ['PUBLIC', 'REGISTERED', 'NDA', 'INTERNAL'] as const;
export type Layer = (typeof LAYERS)[number];

/** The side that an address names. The form is what opens without a name, so its address is short. */
export const readPageTab = (raw: Record<string, unknown>): { tab?: PageTab; layer?: Layer } => {
  const tab = PAGE_TABS.find((one) => one === raw.tab);
  const layer = LAYERS.find((one) => one === raw.layer);
  return {
    ...(tab && tab !== 'edit' ? { tab } : {}),
    ...(tab === 'preview' && layer && layer !== 'PUBLIC' ? { layer } : {}),
  };
};
