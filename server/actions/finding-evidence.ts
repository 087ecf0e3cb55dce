// Whether a deployment has closed what its plan said it would: by what endpoints report since, never by what was meant to happen.
import type { PlanDocument } from '@suture/core/rollouts/plan-document.ts';
import type { FindingEvidence } from '@suture/protocol/api/deployment-report.ts';
import type { Transaction } from '../store/database.ts';
import { findingsThatWere, unjudgedIn, type HadFinding } from '../store/deployment-evidence.ts';
import { findingsOf } from '../store/plan-candidates.ts';
import { presentOf } from '../store/plan-presence.ts';

const mostVersions = 10;

type Verdict = 'closed' | 'installedOnly' | 'open' | 'unknown';

interface Evidence {
  readonly had: HadFinding;
  readonly planned: string | null;
  readonly counts: Record<Verdict, number>;
  readonly installed: Set<string>;
}

/** What an endpoint's own verification says: the planned versions are there, and the new code runs. */
const verifiedStates = ['soaking', 'succeeded'];

/** The least closed first. `jobs`: by endpoint; one that is not there is not seen, and not counted. */
export async function findingEvidence(
  transaction: Transaction,
  document: PlanDocument,
  jobs: ReadonlyMap<string, { readonly state: string }>,
): Promise<readonly FindingEvidence[]> {
  const { steps, closes } = document;
  if (closes.length === 0) return [];
  const replaced = steps.flatMap(({ changes }) =>
    changes.flatMap(({ package: name, from }) => (from === null ? [] : [{ package: name, version: from }])),
  );
  const versions = [...new Map(replaced.map((each) => [`${each.package} ${each.version}`, each])).values()];
  const had = Map.groupBy(await findingsThatWere(transaction, versions, closes), keyOf);
  const endpoints = document.endpoints.filter(({ endpoint }) => jobs.has(endpoint));
  const names = [...new Set(versions.map((each) => each.package))];
  const places = await presentOf(
    transaction,
    endpoints.map(({ endpoint, step }) => ({ endpoint, adapter: steps[step]?.adapter ?? '' })),
    names,
  );
  const sets = [...new Set([...places.endpoints.values()].map(({ installed }) => installed))];
  const open = await findingsOf(transaction, sets, { vulnerabilities: closes });
  const isOpen = new Set(
    [...open].flatMap(([set, found]) => found.map((each) => `${set} ${each.package} ${each.vulnerability}`)),
  );
  const unjudged = await unjudgedIn(transaction, sets, names);
  const all = new Map<string, Evidence>();
  // Endpoints with the same step, the same packages and the same word of themselves are one case.
  const cases = Map.groupBy(endpoints, ({ endpoint, step }) => {
    const isVerified = verifiedStates.includes(jobs.get(endpoint)?.state ?? '');
    return `${step} ${places.endpoints.get(endpoint)?.installed ?? ''} ${isVerified}`;
  });
  for (const [name, those] of cases) {
    const [step = '', set = '', isVerified] = name.split(' ');
    for (const change of steps[Number(step)]?.changes ?? []) {
      const now = (places.installed.get(Number(set)) ?? []).filter((row) => row.package === change.package);
      for (const found of had.get(`${change.package} ${change.from}`) ?? []) {
        const key = `${keyOf(found)} ${found.vulnerability} ${change.to}`;
        const evidence = all.get(key) ?? newEvidence(found, change.to);
        all.set(key, evidence);
        evidence.counts[verdict()] += those.length;
        for (const { version } of now) evidence.installed.add(version);
        function verdict(): Verdict {
          if (set === '' || unjudged.has(`${set} ${found.package}`)) return 'unknown';
          if (isOpen.has(`${set} ${found.package} ${found.vulnerability}`)) return 'open';
          return isVerified === 'true' ? 'closed' : 'installedOnly';
        }
      }
    }
  }
  return [...all.values()].map(shown).toSorted(leastClosed);
}

const keyOf = ({ package: name, version }: Pick<HadFinding, 'package' | 'version'>): string => `${name} ${version}`;

const newEvidence = (had: HadFinding, planned: string | null): Evidence => ({
  had,
  planned,
  counts: { closed: 0, installedOnly: 0, open: 0, unknown: 0 },
  installed: new Set(),
});

function shown({ had: { version, ...had }, planned, counts, installed }: Evidence): FindingEvidence {
  const endpoints = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { ...had, from: version, planned, installed: [...installed].slice(0, mostVersions), endpoints, ...counts };
}

function leastClosed(a: FindingEvidence, b: FindingEvidence): number {
  const share = a.closed / a.endpoints - b.closed / b.endpoints;
  return share !== 0 ? share : a.vulnerability < b.vulnerability ? -1 : 1;
}
