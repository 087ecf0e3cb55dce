// The pages in the order of the navigation, each with its letter after g, and what somebody needs to be offered it.
import { useMemo } from 'react';
import { useMe } from '../api/me.ts';

export const PAGES = [
  { key: 'overview', to: '/', letter: 'o', needs: undefined },
  { key: 'endpoints', to: '/endpoints', letter: 'e', needs: undefined },
  { key: 'patches', to: '/patches', letter: 'u', needs: undefined },
  { key: 'vulnerabilities', to: '/vulnerabilities', letter: 'v', needs: undefined },
  { key: 'deployments', to: '/deployments', letter: 'd', needs: 'deployment.read' },
  { key: 'calendar', to: '/calendar', letter: 'c', needs: 'deployment.read' },
  { key: 'policies', to: '/policies', letter: 'p', needs: 'deployment.read' },
  { key: 'exceptions', to: '/exceptions', letter: 'x', needs: 'deployment.read' },
  { key: 'lifecycle', to: '/lifecycle', letter: 'l', needs: undefined },
  { key: 'firmware', to: '/firmware', letter: 'w', needs: undefined },
  { key: 'catalog', to: '/catalog', letter: 't', needs: undefined },
  { key: 'feeds', to: '/feeds', letter: 'f', needs: undefined },
  { key: 'reports', to: '/reports', letter: 'r', needs: 'deployment.read' },
  { key: 'audit', to: '/audit', letter: 'a', needs: 'audit.read' },
  { key: 'settings', to: '/settings', letter: 's', needs: undefined },
] as const;

/** Those that who is signed in may see. */
export function usePages(): readonly (typeof PAGES)[number][] {
  const may = useMe().data?.permissions;
  return useMemo(() => PAGES.filter(({ needs }) => needs === undefined || may?.includes(needs) === true), [may]);
}
