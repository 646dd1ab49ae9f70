/** Goes to a field of the form by its name, or to the nearest thing around it that has one. */
export function goTo(name: string): void {
  const steps = name.split('.');
  for (let length = steps.length; length > 0; length -= 1) {
    const part = CSS.escape(steps.slice(0, length).join('.'));
    const found = document.querySelector<HTMLElement>(
      `:is(input, textarea, select)[name="${part}"], [data-field="${part}"], [name="${part}.zh"], [name="${part}.level"], [name="${part}.name"]`,
    );
    if (!found) continue;
    found.closest('details')?.setAttribute('open', '');
    found.focus({ preventScroll: true });
    found.scrollIntoView({ block: 'center' });
    return;
  }
}
