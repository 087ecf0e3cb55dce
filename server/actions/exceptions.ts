// People say which findings are not acted on, who answers for it, and until when; others approve, and it can be ended early.
import { exceptionState, readException, type ExceptionText } from '@suture/core/policies/exception.ts';
import { parseQuery } from '@suture/core/query/parse.ts';
import type { exception as shape, exceptionRequest } from '@suture/protocol/api/exceptions.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import { may } from '../access/permissions.ts';
import { coveredCounts, coveredFindings } from '../store/covered-findings.ts';
import type { Transaction } from '../store/database.ts';
import {
  addException,
  approveException,
  endException,
  exceptionRow,
  exceptions,
  exceptionsInForce,
  type ExceptionRow,
} from '../store/exceptions.ts';
import { compileQuery, type CompiledQuery } from '../store/query-sql.ts';
import { record, refuse, type By, type Done, type PeopleDoor } from './people-door.ts';
import { queryContext } from './query-context.ts';
import { uuidOf } from './uuid.ts';

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** Approved at once where whoever makes it may approve. */
export async function makeException(
  door: PeopleDoor,
  by: By,
  asked: z.infer<typeof exceptionRequest>,
): Promise<Done<ExceptionRow, 'invalid' | 'forbidden'>> {
  // It may cover endpoints of anybody, so it is for who reaches all.
  if (by.access.tagScope !== undefined) return refuse('forbidden', 'exceptions are for who is not limited to tags');
  const at = door.now();
  const id = uuidOf(door.random(16));
  const text: ExceptionText = { ...asked, id, from: asked.from ?? dayOf(at) };
  const read = readException(text);
  if (!read.ok) {
    return refuse(
      'invalid',
      read.problems.map(({ field, problem, remedy }) => `${field} ${problem}: ${remedy}`).join(' '),
    );
  }
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const isApproved = may(by.access, 'exception.approve');
    const row: ExceptionRow = {
      ...text,
      createdAt: at,
      createdBy: by.access.actor,
      approvedAt: isApproved ? at : null,
      approvedBy: isApproved ? by.access.actor : null,
      endedAt: null,
      endedBy: null,
    };
    if ((await compiledCover(transaction, row, at)) === undefined) {
      return refuse('invalid', 'covers asks for something that findings cannot be asked for yet');
    }
    await addException(transaction, row);
    const { owner, reason, covers, from, until } = text;
    const after = { owner, reason, covers, from, until, isApproved };
    await record(transaction, by, { at, action: 'exception.create', subject: `exception:${id}`, before: null, after });
    return { ok: true, value: row };
  });
}

export function decideException(
  door: PeopleDoor,
  by: By,
  id: string,
  what: 'approve' | 'end',
): Promise<Done<ExceptionRow, 'not-found' | 'conflict' | 'forbidden'>> {
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    if (by.access.tagScope !== undefined) return refuse('forbidden', 'exceptions are for who is not limited to tags');
    const row = await exceptionRow(transaction, id, 'hold');
    if (row === undefined) return refuse('not-found', 'there is no such exception');
    if (row.endedAt !== null) return refuse('conflict', 'it was ended');
    if (what === 'approve' && row.approvedAt !== null) return refuse('conflict', 'it is approved already');
    const at = door.now();
    const { actor } = by.access;
    await (what === 'approve' ? approveException : endException)(transaction, id, at, actor);
    const value: ExceptionRow =
      what === 'approve' ? { ...row, approvedAt: at, approvedBy: actor } : { ...row, endedAt: at, endedBy: actor };
    const subject = `exception:${id}`;
    await record(transaction, by, {
      at,
      action: `exception.${what}`,
      subject,
      before: null,
      after: { covers: row.covers },
    });
    return { ok: true, value };
  });
}

/** Its query as SQL; undefined where it cannot be asked (any more). */
async function compiledCover(
  transaction: Transaction,
  { covers }: Pick<ExceptionRow, 'covers'>,
  now: Date,
): Promise<CompiledQuery | undefined> {
  const parsed = parseQuery(covers, 'findings');
  if (!parsed.ok) return undefined;
  const context = await queryContext(transaction, parsed.query);
  const { organisation } = transaction;
  const compiled = compileQuery(parsed.query, { organisation, resource: 'findings', now: now.getTime(), ...context });
  return compiled.kind === 'refused' ? undefined : compiled;
}

export async function describeException(
  transaction: Transaction,
  row: ExceptionRow,
  now: Date,
): Promise<z.infer<typeof shape>> {
  const cover = row.endedAt === null ? await compiledCover(transaction, row, now) : undefined;
  const counts = cover === undefined ? undefined : await coveredCounts(transaction, cover);
  const { createdAt, approvedAt, endedAt, ...rest } = row;
  return {
    ...rest,
    state: stateOf(row, now),
    findings: counts?.findings ?? null,
    endpoints: counts?.endpoints ?? null,
    createdAt: createdAt.toISOString(),
    approvedAt: approvedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  };
}

function stateOf(row: ExceptionRow, now: Date): z.infer<typeof shape>['state'] {
  if (row.endedAt !== null) return 'ended';
  const today = dayOf(now);
  if (row.approvedAt === null && row.until >= today) return 'waits';
  return exceptionState(row, today);
}

/** What somebody has to decide, what holds, what will, and what is over. */
const PLACES: readonly z.infer<typeof shape>['state'][] = ['waits', 'holds', 'to-come', 'expired', 'ended'];

/** In the order of their states, the newest of each first. */
export async function describeExceptions(
  transaction: Transaction,
  now: Date,
): Promise<readonly z.infer<typeof shape>[]> {
  const described: z.infer<typeof shape>[] = [];
  for (const row of await exceptions(transaction)) described.push(await describeException(transaction, row, now));
  return described.toSorted((one, other) => PLACES.indexOf(one.state) - PLACES.indexOf(other.state));
}

/** Who answers for a finding not being acted on, and until when. */
export interface Excepted {
  readonly exception: string;
  readonly owner: string;
  readonly reason: string;
  readonly until: string;
}

/** Of endpoints (all where undefined): what of each is excepted today, by `package vulnerability`. */
export async function exceptedFindings(
  transaction: Transaction,
  now: Date,
  endpoints?: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, Excepted>>> {
  const found = new Map<string, Map<string, Excepted>>();
  // Those that hold longest come first, and of several the first is named.
  for (const row of await exceptionsInForce(transaction, dayOf(now))) {
    const cover = await compiledCover(transaction, row, now);
    if (cover === undefined) continue;
    const { id: exception, owner, reason, until } = row;
    for (const covered of await coveredFindings(transaction, cover, endpoints)) {
      const key = exceptedKey(covered);
      for (const endpoint of covered.endpoints) {
        const ofIt = found.get(endpoint) ?? new Map<string, Excepted>();
        found.set(endpoint, ofIt);
        if (!ofIt.has(key)) ofIt.set(key, { exception, owner, reason, until });
      }
    }
  }
  return found;
}

export const exceptedKey = (finding: { readonly package: string; readonly vulnerability: string }): string =>
  `${finding.package} ${finding.vulnerability}`;
