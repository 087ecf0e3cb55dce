// Every page and its URL. Pages are loaded when they are gone to; filters live in the URL.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { NotFound } from './components/page-state.tsx';
import { Shell } from './shell/shell.tsx';
import { ENDPOINT_TABS, listSearch, oneOf, VERDICTS } from './urls.ts';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/endpoints' });
  },
});
const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('./pages/sign-in/first-user.tsx'), 'FirstUser'),
});
const endpoints = createRoute({
  getParentRoute: () => root,
  path: '/endpoints',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('./pages/endpoints/endpoints.tsx'), 'Endpoints'),
});
const endpoint = createRoute({
  getParentRoute: () => root,
  path: '/endpoints/$id',
  validateSearch: oneOf('tab', ENDPOINT_TABS),
  component: lazyRouteComponent(() => import('./pages/endpoint/endpoint.tsx'), 'Endpoint'),
});
const vulnerability = createRoute({
  getParentRoute: () => root,
  path: '/vulnerabilities/$id',
  validateSearch: oneOf('verdict', VERDICTS),
  component: lazyRouteComponent(() => import('./pages/vulnerability/vulnerability.tsx'), 'Vulnerability'),
});

export const router = createRouter({
  routeTree: root.addChildren([home, setup, endpoints, endpoint, vulnerability]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    readonly router: typeof router;
  }
}
