// Asks a query of what is stored, in one transaction that sees one moment of one organisation.
import { parseQuery } from '@suture/core/query/parse.ts';
import type { Resource } from '@suture/core/query/field.ts';
import type { Query, QueryError } from '@suture/core/query/query.ts';
import type { OrganisationId, Store, Transaction } from '../store/database.ts';
import { type CompiledQuery, type Refused, compileQuery } from '../store/query-sql.ts';
import { queryContext } from './query-context.ts';

export type Asked =
  | { readonly kind: 'query'; readonly query: Query }
  | { readonly kind: 'error'; readonly error: QueryError };

export function readQuestion(text: string, resource: Resource): Asked {
  const parsed = parseQuery(text, resource);
  return parsed.ok ? { kind: 'query', query: parsed.query } : { kind: 'error', error: parsed.error };
}

export interface Question {
  readonly organisation: OrganisationId;
  readonly resource: Resource;
  readonly query: Query;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export type Answer<T> = { readonly kind: 'answer'; readonly value: T } | Refused;

/** `list`: one of store/queried-*.ts, with its page. `how`: as of `Store.inOrganisation`. */
export function ask<T>(
  store: Store,
  { organisation, resource, query, now }: Question,
  list: (transaction: Transaction, compiled: CompiledQuery) => Promise<T>,
  how?: 'reads',
): Promise<Answer<T>> {
  return store.inOrganisation(
    organisation,
    async (transaction): Promise<Answer<T>> => {
      const context = await queryContext(transaction, query);
      const compiled = compileQuery(query, { organisation, resource, now, ...context });
      return compiled.kind === 'refused' ? compiled : { kind: 'answer', value: await list(transaction, compiled) };
    },
    how,
  );
}
