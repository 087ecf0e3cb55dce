// What may stand in URLs: the query of a list, the tab of a page; anything else is as if it were not there.
export const ENDPOINT_TABS = ['vulnerabilities', 'facts'] as const;
export type EndpointTab = (typeof ENDPOINT_TABS)[number];

export const VERDICTS = ['exposed', 'clear', 'unknown'] as const;
export type VerdictWord = (typeof VERDICTS)[number];

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
