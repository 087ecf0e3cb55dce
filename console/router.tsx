// Every page and its URL. Pages are loaded when they are gone to; filters live in the URL.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { NotFound } from './components/page-state.tsx';
import { Shell } from './shell/shell.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

/** The query of a list, and the row that is looked at beside it. */
export interface ListSearch {
  readonly q?: string;
  readonly peek?: string;
}
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
const listSearch = (search: Record<string, unknown>): ListSearch => {
  const q = text(search['q']);
  const peek = text(search['peek']);
  return { ...(q !== undefined && { q }), ...(peek !== undefined && { peek }) };
};

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/endpoints' });
  },
});
const endpoints = createRoute({
  getParentRoute: () => root,
  path: '/endpoints',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('./pages/endpoints/endpoints.tsx'), 'Endpoints'),
});

export const router = createRouter({
  routeTree: root.addChildren([home, endpoints]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    readonly router: typeof router;
  }
}
