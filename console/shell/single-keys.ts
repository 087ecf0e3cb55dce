// Single keys that go somewhere and never change anything; a person may switch them off.
import { useEffect, useSyncExternalStore } from 'react';

const KEPT = 'suture.keys';
const CHANGED = 'suture:keys';

export const areKeysOn = (): boolean => localStorage.getItem(KEPT) !== 'off';

export function switchKeys(on: boolean): void {
  localStorage.setItem(KEPT, on ? 'on' : 'off');
  window.dispatchEvent(new Event(CHANGED));
}

export const useKeysOn = (): boolean =>
  useSyncExternalStore((changed) => {
    window.addEventListener(CHANGED, changed);
    return () => window.removeEventListener(CHANGED, changed);
  }, areKeysOn);

/** Where a key belongs to what is being written. */
const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=checkbox]), textarea, select, [role=menu] *'));

/** What each key does, `g` followed by a letter as `g e`. A handler is called with nothing held down. */
export function useSingleKeys(handlers: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    let begun: string | undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (!areKeysOn() || isWriting(event.target)) return;
      const pressed = begun === undefined ? event.key : `${begun} ${event.key}`;
      begun = event.key === 'g' && begun === undefined ? 'g' : undefined;
      const handler = handlers[pressed];
      if (handler === undefined) return;
      event.preventDefault();
      handler();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [handlers]);
}
