// Every page and its URL. Pages are loaded when they are gone to; filters live in the URL.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { fetched } from './files.ts';
import { withTexts } from './i18n/i18n.ts';
import { Broken } from './components/broken.tsx';
import { NotFound } from './components/page-state.tsx';
import { draftSearch } from './pages/new-deployment/draft-search.ts';
import { Shell } from './shell/shell.tsx';
import {
  auditSearch,
  catalogSearch,
  DEPLOYMENTS_OF,
  deploymentSearch,
  exceptionSearch,
  ENDPOINT_TABS,
  LIFECYCLE_OF,
  listSearch,
  oneOf,
  patchesSearch,
  tokenSearch,
  VERDICTS,
  vulnerabilitiesSearch,
} from './urls.ts';

const page =
  <Module,>(load: () => Promise<Module>) =>
  (): Promise<Module> =>
    fetched(load);
const laterPage = <Module,>(load: () => Promise<Module>) => page(withTexts(load));

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(
    page(() => import('./pages/overview/overview.tsx')),
    'Overview',
  ),
});
const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(
    page(() => import('./pages/sign-in/first-user.tsx')),
    'FirstUser',
  ),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(
    laterPage(() => import('./pages/sign-in/invitation.tsx')),
    'Invitation',
  ),
});
const endpoints = createRoute({
  getParentRoute: () => root,
  path: '/endpoints',
  validateSearch: listSearch,
  component: lazyRouteComponent(
    page(() => import('./pages/endpoints/endpoints.tsx')),
    'Endpoints',
  ),
});
const endpoint = createRoute({
  getParentRoute: () => root,
  path: '/endpoints/$id',
  validateSearch: oneOf('tab', ENDPOINT_TABS),
  component: lazyRouteComponent(
    page(() => import('./pages/endpoint/endpoint.tsx')),
    'Endpoint',
  ),
});
const vulnerabilities = createRoute({
  getParentRoute: () => root,
  path: '/vulnerabilities',
  validateSearch: vulnerabilitiesSearch,
  component: lazyRouteComponent(
    page(() => import('./pages/vulnerabilities/vulnerabilities.tsx')),
    'Vulnerabilities',
  ),
});
const vulnerability = createRoute({
  getParentRoute: () => root,
  path: '/vulnerabilities/$id',
  validateSearch: oneOf('verdict', VERDICTS),
  component: lazyRouteComponent(
    laterPage(() => import('./pages/vulnerability/vulnerability.tsx')),
    'Vulnerability',
  ),
});
const patches = createRoute({
  getParentRoute: () => root,
  path: '/patches',
  validateSearch: patchesSearch,
  component: lazyRouteComponent(
    page(() => import('./pages/patches/patches.tsx')),
    'Patches',
  ),
});
const deployments = createRoute({
  getParentRoute: () => root,
  path: '/deployments',
  validateSearch: oneOf('of', DEPLOYMENTS_OF),
  component: lazyRouteComponent(
    laterPage(() => import('./pages/deployments/deployments.tsx')),
    'Deployments',
  ),
});
const deployment = createRoute({
  getParentRoute: () => root,
  path: '/deployments/$id',
  validateSearch: deploymentSearch,
  component: lazyRouteComponent(
    laterPage(() => import('./pages/deployment/deployment.tsx')),
    'DeploymentPage',
  ),
});
const newDeployment = createRoute({
  getParentRoute: () => root,
  path: '/deployments/new',
  validateSearch: draftSearch,
  component: lazyRouteComponent(
    laterPage(() => import('./pages/new-deployment/new-deployment.tsx')),
    'NewDeployment',
  ),
});
const calendar = createRoute({
  getParentRoute: () => root,
  path: '/calendar',
  validateSearch: oneOf('dialog', ['new']),
  component: lazyRouteComponent(
    laterPage(() => import('./pages/calendar/calendar.tsx')),
    'Calendar',
  ),
});
const policies = createRoute({
  getParentRoute: () => root,
  path: '/policies',
  validateSearch: oneOf('dialog', ['new']),
  component: lazyRouteComponent(
    laterPage(() => import('./pages/policies/policies.tsx')),
    'Policies',
  ),
});
const exceptions = createRoute({
  getParentRoute: () => root,
  path: '/exceptions',
  validateSearch: exceptionSearch,
  component: lazyRouteComponent(
    laterPage(() => import('./pages/exceptions/exceptions.tsx')),
    'Exceptions',
  ),
});
const reports = createRoute({
  getParentRoute: () => root,
  path: '/reports',
  component: lazyRouteComponent(
    laterPage(() => import('./pages/reports/reports.tsx')),
    'Reports',
  ),
});
const report = createRoute({
  getParentRoute: () => root,
  path: '/reports/$id',
  component: lazyRouteComponent(
    laterPage(() => import('./pages/reports/report.tsx')),
    'ReportPage',
  ),
});
const lifecycle = createRoute({
  getParentRoute: () => root,
  path: '/lifecycle',
  validateSearch: oneOf('of', LIFECYCLE_OF),
  component: lazyRouteComponent(
    page(() => import('./pages/lifecycle/lifecycle.tsx')),
    'Lifecycle',
  ),
});
const firmware = createRoute({
  getParentRoute: () => root,
  path: '/firmware',
  validateSearch: listSearch,
  component: lazyRouteComponent(
    laterPage(() => import('./pages/firmware/firmware.tsx')),
    'Firmware',
  ),
});
const catalog = createRoute({
  getParentRoute: () => root,
  path: '/catalog',
  validateSearch: catalogSearch,
  component: lazyRouteComponent(
    laterPage(() => import('./pages/catalog/catalog.tsx')),
    'Catalog',
  ),
});
const product = createRoute({
  getParentRoute: () => root,
  path: '/catalog/$product',
  component: lazyRouteComponent(
    laterPage(() => import('./pages/product/product.tsx')),
    'ProductPage',
  ),
});
const feeds = createRoute({
  getParentRoute: () => root,
  path: '/feeds',
  component: lazyRouteComponent(
    page(() => import('./pages/feeds/feeds.tsx')),
    'Feeds',
  ),
});
const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(
    laterPage(() => import('./pages/audit/audit.tsx')),
    'Audit',
  ),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(
    laterPage(() => import('./pages/settings/settings.tsx')),
    'Settings',
  ),
});
const ofSettings = { getParentRoute: () => settings };
const settingsPages = [
  createRoute({
    ...ofSettings,
    path: '/',
    component: lazyRouteComponent(
      laterPage(() => import('./pages/settings/settings.tsx')),
      'FirstPlace',
    ),
  }),
  createRoute({
    ...ofSettings,
    path: 'users',
    validateSearch: oneOf('dialog', ['new']),
    component: lazyRouteComponent(
      laterPage(() => import('./pages/settings/users.tsx')),
      'Users',
    ),
  }),
  createRoute({
    ...ofSettings,
    path: 'roles',
    component: lazyRouteComponent(
      laterPage(() => import('./pages/settings/roles.tsx')),
      'Roles',
    ),
  }),
  createRoute({
    ...ofSettings,
    path: 'tokens',
    validateSearch: tokenSearch,
    component: lazyRouteComponent(
      laterPage(() => import('./pages/settings/tokens.tsx')),
      'Tokens',
    ),
  }),
  createRoute({
    ...ofSettings,
    path: 'enrolment',
    validateSearch: oneOf('dialog', ['new']),
    component: lazyRouteComponent(
      laterPage(() => import('./pages/settings/enrolment.tsx')),
      'Enrolment',
    ),
  }),
  createRoute({
    ...ofSettings,
    path: 'operators',
    validateSearch: oneOf('dialog', ['new']),
    component: lazyRouteComponent(
      laterPage(() => import('./pages/settings/operators.tsx')),
      'Operators',
    ),
  }),
  createRoute({
    ...ofSettings,
    path: 'organisation',
    component: lazyRouteComponent(
      laterPage(() => import('./pages/settings/organisation.tsx')),
      'Organisation',
    ),
  }),
  createRoute({
    ...ofSettings,
    path: 'account',
    component: lazyRouteComponent(
      laterPage(() => import('./pages/settings/account.tsx')),
      'Account',
    ),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    setup,
    invitation,
    endpoints,
    endpoint,
    vulnerabilities,
    vulnerability,
    patches,
    deployments,
    deployment,
    newDeployment,
    calendar,
    policies,
    exceptions,
    reports,
    report,
    lifecycle,
    firmware,
    catalog,
    product,
    feeds,
    audit,
    settings.addChildren(settingsPages),
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: Broken,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    readonly router: typeof router;
  }
}
