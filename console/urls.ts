// What may stand in URLs: the query of a list, the tab of a page; anything else is as if it were not there.
export const ENDPOINT_TABS = ['todo', 'updates', 'vulnerabilities', 'packages', 'jobs', 'history', 'facts'] as const;
export type EndpointTab = (typeof ENDPOINT_TABS)[number];

export const DEPLOYMENT_TABS = ['progress', 'endpoints', 'plan', 'history'] as const;
export type DeploymentTab = (typeof DEPLOYMENT_TABS)[number];

export const DEPLOYMENTS_OF = ['waiting', 'going', 'over'] as const;

export const EXCEPTIONS_OF = ['waiting', 'holding', 'over'] as const;

export const PATCHES_OF = ['fixes', 'offered'] as const;

export const LIFECYCLE_OF = ['software'] as const;

export const CATALOG_OF = ['ruled', 'wrong', 'unmanaged', 'own'] as const;

export const VERDICTS = ['exposed', 'clear', 'unknown'] as const;

export const VULNERABILITY_GROUPS = ['fix', 'vulnerability'] as const;

/** The query of a list, and the row that is looked at beside it. */
export interface ListSearch {
  readonly q?: string;
  readonly peek?: string;
}

const text = (value: unknown): string | undefined =>
  // The router reads digits as a number.
  typeof value === 'number' ? String(value) : typeof value === 'string' && value !== '' ? value : undefined;

export function listSearch(search: Readonly<Record<string, unknown>>): ListSearch {
  const q = text(search['q']);
  const peek = text(search['peek']);
  return { ...(q !== undefined && { q }), ...(peek !== undefined && { peek }) };
}

export const oneOf =
  <K extends string, V extends string>(name: K, values: readonly V[]) =>
  (search: Readonly<Record<string, unknown>>): { readonly [P in K]?: V } => {
    const value = values.find((each) => each === search[name]);
    return (value === undefined ? {} : { [name]: value }) as { readonly [P in K]?: V };
  };

/** What the list of API tokens shows, and whether a new one is being made. */
export const tokenSearch = (search: Readonly<Record<string, unknown>>) => ({
  ...oneOf('of', ['me', 'all'])(search),
  ...oneOf('dialog', ['new'])(search),
});

/** The query of the updates, and whether it is asked of all that channels offer. */
export const patchesSearch = (search: Readonly<Record<string, unknown>>) => ({
  ...listSearch(search),
  ...oneOf('of', PATCHES_OF)(search),
});

/** Which exceptions are shown, and whether a new one is being made, of what. */
export const exceptionSearch = (search: Readonly<Record<string, unknown>>) => {
  const { q } = listSearch(search);
  return {
    ...oneOf('of', EXCEPTIONS_OF)(search),
    ...oneOf('dialog', ['new'])(search),
    ...(q !== undefined && { q }),
  };
};

/** Which products are shown, and whether a rule is being made. */
export const catalogSearch = (search: Readonly<Record<string, unknown>>) => {
  const { q } = listSearch(search);
  return {
    ...oneOf('of', CATALOG_OF)(search),
    ...oneOf('dialog', ['new'])(search),
    ...(q !== undefined && { q }),
  };
};

/** Which entries of the audit are shown. */
export interface AuditSearch {
  readonly actor?: string;
  readonly action?: string;
  readonly subject?: string;
}

export function auditSearch(search: Readonly<Record<string, unknown>>): AuditSearch {
  const actor = text(search['actor']);
  const action = text(search['action']);
  const subject = text(search['subject']);
  return {
    ...(actor !== undefined && { actor }),
    ...(action !== undefined && { action }),
    ...(subject !== undefined && { subject }),
  };
}

/** The query of the vulnerabilities, and what they are grouped by. */
export const vulnerabilitiesSearch = (search: Readonly<Record<string, unknown>>) => {
  const { q } = listSearch(search);
  return { ...(q !== undefined && { q }), ...oneOf('by', VULNERABILITY_GROUPS)(search) };
};

/** What of a deployment is shown, and which of its endpoints. */
export interface DeploymentSearch {
  readonly tab?: DeploymentTab;
  readonly ring?: number;
  readonly state?: string;
  readonly cause?: string;
}

export function deploymentSearch(search: Readonly<Record<string, unknown>>): DeploymentSearch {
  const ring = Number(search['ring'] ?? Number.NaN);
  const state = text(search['state']);
  const cause = text(search['cause']);
  return {
    ...oneOf('tab', DEPLOYMENT_TABS)(search),
    ...(Number.isInteger(ring) && ring >= 0 && ring <= 1000 && { ring }),
    ...(state !== undefined && { state: state.slice(0, 40) }),
    ...(cause !== undefined && { cause: cause.slice(0, 60) }),
  };
}
