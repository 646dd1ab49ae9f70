import { beforeEach, expect, test, vi } from 'vitest';

import { firstWrong, leadTo } from './lead';

const scrolled = vi.fn();

beforeEach(() => {
  scrolled.mockReset();
  Element.prototype.scrollIntoView = scrolled;
});

function formOf(html: string): HTMLFormElement {
  document.body.innerHTML = `<form>${html}</form>`;
  return document.querySelector('form') as HTMLFormElement;
}

test('the first of several that are wrong is found, be it a field or a group', () => {
  const field = '<input id="field" aria-invalid="true">';
  const group = '<p id="group" data-refused tabindex="-1"></p>';
  expect(firstWrong(formOf(`<input id="right">${field}${group}`))?.id).toBe('field');
  expect(firstWrong(formOf(`<input id="right">${group}${field}`))?.id).toBe('group');
  expect(firstWrong(formOf('<input id="right" aria-invalid="false">'))).toBeNull();
  expect(firstWrong(null)).toBeNull();
});

test('of a group of choices the first takes the focus', () => {
  const form = formOf('<fieldset aria-invalid="true"><input type="radio" id="one"><input type="radio"></fieldset>');
  leadTo(firstWrong(form));
  expect(document.activeElement?.id).toBe('one');
});

test('what is folded away is opened before somebody is led to it', () => {
  const form = formOf('<details id="out"><details id="in"><input aria-invalid="true"></details></details>');
  const wrong = firstWrong(form);
  leadTo(wrong);
  expect([...form.querySelectorAll('details')].map(({ open }) => open)).toEqual([true, true]);
  expect(document.activeElement).toBe(wrong);
  expect(scrolled.mock.instances).toEqual([wrong]);
});
