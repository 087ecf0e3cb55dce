// What a standing policy would have done in the days before: over what channels offered then, as far as it is known.
import type { PolicyRule } from '@suture/core/policies/policy.ts';
import { previewPolicy, previewText, type Seen } from '@suture/core/policies/preview.ts';
import { dayNumber, dayText } from '@suture/core/maintenance/recurrence.ts';
import type { FieldName } from '@suture/core/query/fields.ts';
import type { Row } from '@suture/core/query/matches.ts';
import { parseQuery } from '@suture/core/query/parse.ts';
import { schemeOf } from '@suture/core/packages/ecosystems.ts';
import { schemes } from '@suture/core/versions/schemes.ts';
import type { policyPreview } from '@suture/protocol/api/policies.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import type { Transaction } from '../store/database.ts';
import { fleetSize, offersOf, type Offered } from '../store/plan-candidates.ts';
import { compileQuery } from '../store/query-sql.ts';
import { findingsSince, offerHistories, type ClosedFinding } from '../store/seen-offers.ts';
import { refuse, type Done } from './people-door.ts';
import { localDay } from './policies.ts';
import { queryContext } from './query-context.ts';

const dayMs = 86_400_000;
/** More would be more than a preview is worth waiting for. */
const mostSeen = 1_000_000;

const unknown = [
  'It goes by the endpoints that its query finds today, and by what is known of vulnerabilities today.',
  'Channels do not say when they published, so an update counts as published on the day it was first seen here.',
];

export async function previewRule(
  transaction: Transaction,
  rule: PolicyRule,
  { days, now }: { readonly days: number; readonly now: Date },
): Promise<Done<z.infer<typeof policyPreview>, 'invalid'>> {
  const last = localDay(rule, now);
  const first = dayText(dayNumber(last) - days + 1);
  const since = new Date(now.getTime() - days * dayMs);
  const parsed = parseQuery(rule.endpoints.text, 'endpoints');
  if (!parsed.ok) return refuse('invalid', `endpoints: ${parsed.error.message}`);
  const { organisation } = transaction;
  const context = await queryContext(transaction, parsed.query);
  const compiled = compileQuery(parsed.query, { organisation, resource: 'endpoints', now: now.getTime(), ...context });
  if (compiled.kind === 'refused') return refuse('invalid', `endpoints: ${compiled.field} ${compiled.why}`);
  const histories = await offerHistories(transaction, compiled, since);
  const sets = [...new Set(histories.flatMap(({ spans }) => spans.map(([set]) => set)))];
  const offers = await offersOf(transaction, sets);
  const found = await findingsSince(transaction, [...offers.values()].flat(), since);
  const closing = Map.groupBy(found, (each) => `${each.package} ${each.installed}`);
  const seen: Seen[] = [];
  const firstSeen = new Map<string, string>();
  for (const { spans } of histories) {
    for (const [set, from] of spans) {
      for (const offer of offers.get(set) ?? []) {
        const key = `${offer.source} ${offer.sourceVersion}`;
        const before = firstSeen.get(key);
        if (before === undefined || from < before) firstSeen.set(key, from);
      }
    }
  }
  for (const [index, { spans, endpoints: weight }] of histories.entries()) {
    for (const [set, from, until] of spans) {
      for (const offer of offers.get(set) ?? []) {
        if (offer.heldWhy !== null) continue;
        const common = { endpoint: String(index), weight, from, until, ...ofOffer(offer, firstSeen) };
        const closed = (closing.get(`${offer.package} ${offer.installed}`) ?? []).filter((each) =>
          isClosed(each, offer),
        );
        if (closed.length === 0) seen.push({ ...common, finding: undefined });
        for (const finding of closed) seen.push({ ...common, ...ofFinding(finding, common) });
        if (seen.length > mostSeen)
          return refuse('invalid', 'its query finds too many endpoints to look back over so many days');
      }
    }
  }
  // Its endpoints have been chosen already; and it looks back also where it is to begin only now.
  const isNew = rule.daysFrom > first;
  const chosen = { ...rule, endpoints: { text: '', query: everything }, ...(isNew && { daysFrom: first }) };
  const plans = previewPolicy(
    chosen,
    seen,
    { first, last },
    {
      exceptions: [],
      fleet: await fleetSize(transaction),
      contextOf: (day) => ({ now: Date.parse(`${day}T00:00:00Z`), compareVersions: () => undefined }),
    },
  );
  const asksOthers = rule.ships.kind === 'findings' ? fieldsNotKnown(rule.ships.query.text) : [];
  return {
    ok: true,
    value: {
      first,
      last,
      plans: plans.map((plan) => ({ ...plan, patches: [...plan.patches], says: previewText(plan) })),
      says: [
        ...unknown,
        ...(rule.daysFrom > last
          ? [`It begins on ${rule.daysFrom}: this is what it would have done on such days before.`]
          : []),
        ...(asksOthers.length === 0
          ? []
          : [`Nothing is known of the past of ${asksOthers.join(', ')}: what it asks of these finds nothing here.`]),
      ],
    },
  };
}

const everything = (() => {
  const parsed = parseQuery('', 'endpoints');
  if (!parsed.ok) throw new Error('the empty query is one');
  return parsed.query as PolicyRule['endpoints']['query'];
})();

const ofOffer = ({ source, sourceVersion, security }: Offered, firstSeen: ReadonlyMap<string, string>) => ({
  source,
  to: sourceVersion,
  isSecurity: security === true,
  isExploited: false,
  published: firstSeen.get(`${source} ${sourceVersion}`) ?? '',
  endpointRow: nothing,
});

/** From the day it was found on; the update was there before or came later. */
function ofFinding(
  finding: ClosedFinding,
  { from, published }: { readonly from: string; readonly published: string },
): Pick<Seen, 'finding' | 'from' | 'published' | 'isExploited'> {
  const found = finding.since;
  return {
    from: found > from ? found : from,
    published: finding.published ?? published,
    isExploited: finding.exploited === true,
    finding: { id: finding.vulnerability, row: rowOf(finding) },
  };
}

function isClosed({ ecosystem, fixedVersion }: ClosedFinding, { sourceVersion }: Offered): boolean {
  const scheme = schemeOf(ecosystem);
  if (scheme === undefined) return false;
  const [fixed, offered] = [schemes[scheme].parse(fixedVersion), schemes[scheme].parse(sourceVersion)];
  return fixed.ok && offered.ok && schemes[scheme].compare(offered.version, fixed.version) >= 0;
}

const nothing: Row = { values: () => [], many: () => [] };

type Answers = Partial<Record<FieldName, (finding: ClosedFinding) => readonly (string | number | boolean | null)[]>>;

const answers: Answers = {
  finding: ({ vulnerability, aliases }) => [vulnerability, ...aliases],
  vulnerability: ({ vulnerability, aliases }) => [vulnerability, ...aliases],
  package: ({ package: name }) => [name],
  source: ({ source }) => [source],
  ecosystem: ({ ecosystem }) => [ecosystem],
  state: () => ['affected'],
  severity: ({ severity }) => [severity],
  cvss: ({ cvss }) => [cvss],
  epss: ({ epss }) => [epss],
  exploited: ({ exploited }) => [exploited],
  ransomware: ({ ransomware }) => [ransomware],
  published: ({ published }) => [published === null ? null : Date.parse(published)],
};

const rowOf = (finding: ClosedFinding): Row => ({
  values: (field) => (answers[field]?.(finding) ?? []).filter((value) => value !== null),
  many: () => [],
});

/** Fields of a query of findings to which nothing answers of the past. */
function fieldsNotKnown(text: string): readonly string[] {
  const asked = [...text.matchAll(/(?:^|[\s(-])([a-z]+):/g)].map(([, field = '']) => field);
  return [...new Set(asked)].filter((field) => !Object.hasOwn(answers, field));
}
