// The hottest queries of the API, to be run on a fleet: for tests of their plans and for benchmarks of how they grow.
import type { Resource } from '@suture/core/query/field.ts';
import { parseQuery } from '@suture/core/query/parse.ts';
import { queryContext } from '../actions/query-context.ts';
import type { Transaction } from './database.ts';
import { placesOfSoftware, softwareOf } from './installed-software.ts';
import { packagesOfEndpoint } from './endpoint-packages.ts';
import { historyOfEndpoint } from './endpoint-history.ts';
import { exposureOf } from './exposure.ts';
import { fieldValues } from './field-values.ts';
import { systemLifecycles } from './lifecycles.ts';
import { queriedEndpoints } from './queried-endpoints.ts';
import { queriedFindings } from './queried-findings.ts';
import { queriedHardware } from './queried-hardware.ts';
import { queriedPackages } from './queried-packages.ts';
import { queriedPatches } from './queried-patches.ts';
import { queriedUpdates } from './queried-updates.ts';
import { queriedVulnerabilities } from './queried-vulnerabilities.ts';
import { type CompiledQuery, compileQuery } from './query-sql.ts';

export interface HotQuery {
  readonly name: string;
  /** `bounded`: by one endpoint; `endpoints`: one pass over them; `placed`: what there is of packages and
   * findings, each once, and how many of each is in memory; `variety`: what distinct inventories hold. */
  readonly grows: 'bounded' | 'endpoints' | 'placed' | 'variety';
  readonly run: (transaction: Transaction) => Promise<unknown>;
}

const first = { after: undefined, limit: 100 };

/** Refuses nothing: what is asked here can be answered. */
export async function compiledFor(
  transaction: Transaction,
  resource: Resource,
  text: string,
  now: number,
): Promise<CompiledQuery> {
  const parsed = parseQuery(text, resource);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const context = await queryContext(transaction, parsed.query);
  const query = compileQuery(parsed.query, { organisation: transaction.organisation, resource, now, ...context });
  if (query.kind === 'refused') throw new Error(`${query.field}: ${query.why}`);
  return query;
}

/** `now`: milliseconds since 1970; `endpoint` and `vulnerability`: any of the fleet. */
export function hotQueries(now: number, endpoint: string, vulnerability: string): readonly HotQuery[] {
  const asks = (
    resource: Resource,
    text: string,
    list: (transaction: Transaction, query: CompiledQuery, page: typeof first) => Promise<unknown>,
  ) => ({
    run: async (transaction: Transaction) =>
      list(transaction, await compiledFor(transaction, resource, text, now), first),
  });
  const question = { vulnerability, isHeardOf: true, seenSince: new Date(now - 86_400_000).toISOString() };
  return [
    { name: 'endpoints', grows: 'endpoints', ...asks('endpoints', 'enrolment:active', queriedEndpoints) },
    {
      name: 'overdue endpoints',
      grows: 'variety',
      ...asks('endpoints', 'overdue:yes fix:available', queriedEndpoints),
    },
    { name: 'endpoints offered updates', grows: 'variety', ...asks('endpoints', 'security:yes', queriedEndpoints) },
    { name: 'packages', grows: 'placed', ...asks('packages', 'tag:web', queriedPackages) },
    { name: 'findings', grows: 'placed', ...asks('findings', 'exploited:yes -tag:lab', queriedFindings) },
    { name: 'vulnerabilities', grows: 'placed', ...asks('findings', 'severity:>=high', queriedVulnerabilities) },
    { name: 'patches', grows: 'placed', ...asks('findings', '', queriedPatches) },
    { name: 'updates', grows: 'placed', ...asks('packages', '', queriedUpdates) },
    { name: 'hardware', grows: 'placed', ...asks('packages', '', queriedHardware) },
    {
      name: 'products',
      grows: 'placed',
      ...asks('packages', '', async (transaction, query) => {
        const software = await softwareOf(transaction, ['package-1', 'package-2']);
        return placesOfSoftware(
          transaction,
          query,
          software.map(({ id }) => id),
        );
      }),
    },
    { name: 'lifecycle', grows: 'endpoints', ...asks('endpoints', '', systemLifecycles) },
    { name: 'verdict', grows: 'endpoints', run: (transaction) => exposureOf(transaction, question) },
    {
      name: 'packages of an endpoint',
      grows: 'bounded',
      run: (transaction) => packagesOfEndpoint(transaction, endpoint, first),
    },
    {
      name: 'history of an endpoint',
      grows: 'bounded',
      run: (transaction) => historyOfEndpoint(transaction, endpoint, first),
    },
    {
      name: 'values of a field',
      grows: 'endpoints',
      ...asks('endpoints', '', (transaction, query) =>
        fieldValues(transaction, query, 'endpoints', { field: 'tag', typed: '', limit: 20 }),
      ),
    },
  ];
}
