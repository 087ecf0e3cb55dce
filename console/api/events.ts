// What happens on the server, as hints to look again: open pages ask anew for what an event speaks of, at most every second.
import type { QueryClient } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** What each topic makes old: the first words of the keys that answers are kept under. */
const TOPICS = {
  'endpoint-seen': ['endpoints', 'endpoint', 'overview'],
  'endpoint-enrolled': ['endpoints', 'overview', 'enrolment-tokens'],
  'endpoint-changed': ['endpoints', 'endpoint', 'overview', 'judged', 'verdict'],
  'findings-changed': [
    'endpoint-findings',
    'vulnerabilities',
    'vulnerability-why',
    'patches',
    'judged',
    'verdict',
    'overview',
  ],
  'feeds-updated': ['feeds', 'overview', 'lifecycle'],
  'generation-changed': ['feeds', 'overview', 'verdict', 'vulnerabilities', 'patches'],
} as const satisfies Record<string, readonly string[]>;

const EVERY_MS = 1000;

/**
 * Follows while somebody is signed in; says whether the connection stands. The browser connects again by itself; after a
 * gap everything is asked for anew, in place: what is shown stays until the answer is there.
 */
export function useLive(): boolean {
  const queries = useQueryClient();
  const [isLive, setLive] = useState(true);
  useEffect(() => {
    const source = new EventSource('/api/v1/events');
    const old = oldKeys(queries);
    let wasLost = false;
    source.addEventListener('ready', () => {
      setLive(true);
      if (wasLost) void queries.invalidateQueries();
      wasLost = false;
    });
    source.addEventListener('resync', () => void queries.invalidateQueries());
    source.addEventListener('error', () => {
      wasLost = true;
      setLive(false);
    });
    for (const [topic, keys] of Object.entries(TOPICS)) source.addEventListener(topic, () => old.add(keys));
    return () => {
      source.close();
      old.stop();
    };
  }, [queries]);
  return isLive;
}

/** Collects what is old, and asks anew once for many events. */
function oldKeys(queries: QueryClient) {
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = () => {
    timer = undefined;
    const keys = new Set(waiting);
    waiting.clear();
    void queries.invalidateQueries({ predicate: ({ queryKey: [first] }) => keys.has(String(first)) });
  };
  return {
    add(keys: readonly string[]) {
      for (const key of keys) waiting.add(key);
      timer ??= setTimeout(ask, EVERY_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
