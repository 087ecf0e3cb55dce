// Whether everything here is made up, which every answer of such a server says.
import { DEMO_HEADER } from '@suture/protocol/api/paths.ts';
import { useSyncExternalStore } from 'react';

let isDemo = false;
const listeners = new Set<() => void>();

export function noteDemo(headers: Headers): void {
  if (isDemo || !headers.has(DEMO_HEADER)) return;
  isDemo = true;
  for (const listener of listeners) listener();
}

const listen = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useDemo = (): boolean => useSyncExternalStore(listen, () => isDemo);
