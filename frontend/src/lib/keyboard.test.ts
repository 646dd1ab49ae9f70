import { afterEach, describe, expect, it, vi } from 'vitest';

import { listenToKeys, setLetters } from './keyboard';

const press = (key: string, more: KeyboardEventInit = {}, target: EventTarget = document.body) =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));

describe('listenToKeys', () => {
  afterEach(() => {
    setLetters(true);
    document.body.innerHTML = '';
  });

  it('hears letters, two letters, and the command key', () => {
    const heard = vi.fn<(keys: string) => boolean>((keys) => keys === 'g w' || keys === 'mod+k' || keys === '?');
    const end = listenToKeys(heard);
    press('g');
    press('w');
    press('k', { metaKey: true });
    press('?', { shiftKey: true });
    end();
    press('?');
    expect(heard.mock.calls.flat()).toEqual(['g', 'g w', 'mod+k', '?']);
  });

  it('leaves letters to whoever types, and is silent when they are off', () => {
    document.body.innerHTML = '<input>';
    const heard = vi.fn<(keys: string) => boolean>(() => true);
    const end = listenToKeys(heard);
    press('?', {}, document.querySelector('input') ?? document);
    setLetters(false);
    press('?');
    press('k', { ctrlKey: true });
    end();
    expect(heard.mock.calls.flat()).toEqual(['mod+k']);
  });
});
