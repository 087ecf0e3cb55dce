// What happens on the server, as hints to look again: open pages ask anew for what an event speaks of, at most every second.
import type { QueryClient } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** What each topic makes old: the first words of the keys that answers are kept under. */
const TOPICS = {
  'endpoint-seen': ['endpoints', 'endpoint', 'overview'],
  'endpoint-enrolled': ['endpoints', 'overview', 'enrolment-tokens'],
  'endpoint-changed': ['endpoints', 'endpoint', 'endpoint-history', 'overview', 'judged', 'verdict'],
  'findings-changed': [
    'endpoint-findings',
    'endpoint-packages',
    'endpoint-updates',
    'updates',
    'catalog',
    'exceptions',
    'vulnerabilities',
    'vulnerability-why',
    'patches',
    'judged',
    'verdict',
    'overview',
  ],
  'feeds-updated': ['feeds', 'overview', 'lifecycle'],
  'generation-changed': ['feeds', 'overview', 'verdict', 'vulnerabilities', 'patches'],
  'deployments-changed': [
    'deployments',
    'deployment',
    'deployment-jobs',
    'deployment-job',
    'endpoint-jobs',
    'plan',
    'calendar',
    'freezes',
    'policies',
  ],
  'rules-changed': [
    'catalog',
    'exceptions',
    'policies',
    'policy-versions',
    'maintenance-windows',
    'calendar',
    'freezes',
    'overview',
  ],
  'own-packages-changed': ['own-packages'],
  'audit-changed': ['audit'],
} as const satisfies Record<string, readonly string[]>;

const EVERY_MS = 1000;
const AGAIN_MS = 5000;
/** Between two times there is so many times as long as the answers took. */
const REST = 4;

/**
 * Follows while somebody is signed in; says whether the connection stands. The browser connects again by itself; after a
 * gap everything is asked for anew, in place: what is shown stays until the answer is there.
 */
export function useLive(): boolean {
  const queries = useQueryClient();
  const [isLive, setLive] = useState(true);
  useEffect(() => {
    const old = oldKeys(queries);
    let wasLost = false;
    let later: ReturnType<typeof setTimeout> | undefined;
    let source: EventSource;
    const follow = (): void => {
      source = new EventSource('/api/v1/events');
      source.addEventListener('ready', () => {
        setLive(true);
        if (wasLost) void queries.invalidateQueries();
        wasLost = false;
      });
      source.addEventListener('resync', () => void queries.invalidateQueries());
      source.addEventListener('error', () => {
        wasLost = true;
        setLive(false);
        // After a refusal, as of a server that starts, the browser does not try again.
        if (source.readyState === EventSource.CLOSED) later = setTimeout(follow, AGAIN_MS);
      });
      for (const [topic, keys] of Object.entries(TOPICS)) source.addEventListener(topic, () => old.add(keys));
    };
    follow();
    return () => {
      clearTimeout(later);
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
  // Where answers take long, they are asked for less often: what one looks at is no load that grows with the fleet.
  const ask = async () => {
    const keys = new Set(waiting);
    waiting.clear();
    const begun = performance.now();
    await queries.invalidateQueries({ predicate: ({ queryKey: [first] }) => keys.has(String(first)) });
    const wait = Math.max(EVERY_MS, REST * (performance.now() - begun));
    timer = setTimeout(() => {
      timer = undefined;
      if (waiting.size > 0) begin(0);
    }, wait);
  };
  const begin = (wait: number) => {
    timer = setTimeout(() => void ask(), wait);
  };
  return {
    add(keys: readonly string[]) {
      for (const key of keys) waiting.add(key);
      if (timer === undefined) begin(EVERY_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
