/** The first thing in a form that says that it is wrong: a field, or what is said of several together. */
export const firstWrong = (form: Element | null): HTMLElement | null =>
  form?.querySelector<HTMLElement>('[aria-invalid="true"], [data-refused]') ?? null;

/** Brings something before the eyes and under the keyboard; what is folded around it is opened. */
export function leadTo(element: HTMLElement | null): void {
  if (!element) return;
  for (let fold = element.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null)
    fold.open = true;
  // A group takes no focus itself.
  const taker = element.matches('fieldset') ? element.querySelector<HTMLElement>('input, select, textarea') : element;
  taker?.focus({ preventScroll: true });
  element.scrollIntoView({ block: 'center' });
}
