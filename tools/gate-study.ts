// A seeded simulation of the gate against a fixed threshold: how many endpoints a bad patch reaches before it is stopped.
import { decideRing, usualGate } from '@suture/core/rollouts/gate/decide.ts';
import type { GatePolicy, RingEvidence } from '@suture/core/rollouts/gate/decide.ts';
import { logEvidence, stopVerdict } from '@suture/core/rollouts/gate/stop.ts';
import type { Tally } from '@suture/core/rollouts/gate/stop.ts';
import { seededRandom } from './bench/random.ts';

const runs = 2_000;
const inFlight = 25;
const rates = [0.01, 0.05, 0.1, 0.3];
const policy: GatePolicy = { ...usualGate, smallRing: 'clean-canary' };

/** Decides after each outcome whether to stop, and at the end of a ring whether the next may open. */
interface Gate {
  readonly name: string;
  isStopped(soFar: Tally, ring: Tally, ringSize: number): boolean;
  /** More endpoints to take in, 0 to open the next ring; undefined where it stays here. */
  atEnd(soFar: Tally, ring: Tally, left: number): number | undefined;
}

const ours: Gate = {
  name: 'this gate',
  isStopped: (soFar) => stopVerdict(logEvidence(soFar, policy.acceptedRate)) === 'halt',
  atEnd(soFar, ring, left) {
    const evidence: RingEvidence = {
      stop: [soFar],
      soFar,
      ring,
      done: ring.outcomes,
      reachable: ring.outcomes,
      soakIsOver: true,
      probes: 'clear',
      next: left === 0 ? undefined : left,
    };
    const verdict = decideRing(evidence, policy);
    if (verdict.kind === 'promote') return 0;
    return verdict.kind === 'extend' ? verdict.more : undefined;
  },
};

/** As others do it: a ring fails when a tenth of its endpoints have. */
const fixed: Gate = {
  name: 'fixed 10 %',
  isStopped: (_, ring, ringSize) => ring.failures >= Math.max(1, 0.1 * ringSize),
  atEnd: () => 0,
};

interface Result {
  readonly reached: number;
  readonly harmed: number;
  readonly end: 'completed' | 'halted' | 'held';
}

/** One deployment. Endpoints are started while others are under way, and those started are reached whatever is decided then. */
function deploy(gate: Gate, rings: readonly number[], rate: number, random: () => number): Result {
  const total = rings.reduce((sum, size) => sum + size, 0);
  let soFar: Tally = { outcomes: 0, failures: 0 };
  let end = 0;
  for (const [index] of rings.entries()) {
    const first = soFar.outcomes;
    const before = soFar.failures;
    // What an earlier ring took in is no longer in this one.
    end = Math.max(
      end,
      Math.min(
        total,
        rings.slice(0, index + 1).reduce((sum, each) => sum + each, 0),
      ),
    );
    for (;;) {
      while (soFar.outcomes < end) {
        soFar = { outcomes: soFar.outcomes + 1, failures: soFar.failures + Number(random() < rate) };
        const ring = { outcomes: soFar.outcomes - first, failures: soFar.failures - before };
        if (gate.isStopped(soFar, ring, end - first)) return halted(soFar, end, rate, random);
      }
      const more = gate.atEnd(soFar, { outcomes: end - first, failures: soFar.failures - before }, total - end);
      if (more === undefined) return { reached: end, harmed: soFar.failures, end: 'held' };
      if (more === 0) break;
      end += more;
    }
  }
  return { reached: total, harmed: soFar.failures, end: 'completed' };
}

/** Those under way when it halts still end, well or not. */
function halted(soFar: Tally, end: number, rate: number, random: () => number): Result {
  const underWay = Math.min(end - soFar.outcomes, inFlight - 1);
  let harmed = soFar.failures;
  for (let each = 0; each < underWay; each++) harmed += Number(random() < rate);
  return { reached: soFar.outcomes + underWay, harmed, end: 'halted' };
}

const studies: readonly { readonly title: string; readonly rings: readonly number[] }[] = [
  { title: 'One ring of 500', rings: [500] },
  { title: 'Rings of 5, 50, 500 and 4,445', rings: [5, 50, 500, 4_445] },
];

/** The tables of docs/reference/gate.md, the same in every run. */
export function gateStudy(): string {
  return studies
    .map(({ title, rings }, index) => {
      const rows = rates.flatMap((rate) =>
        [ours, fixed].map((gate) => {
          const random = seededRandom(1_000 * index + Math.round(1_000 * rate));
          const results = Array.from({ length: runs }, () => deploy(gate, rings, rate, random));
          const mean = (part: 'reached' | 'harmed'): string => {
            const value = results.reduce((sum, each) => sum + each[part], 0) / runs;
            return value < 10 ? value.toFixed(1) : String(Math.round(value));
          };
          const share = (kind: Result['end']): string =>
            `${((100 * results.filter(({ end }) => end === kind).length) / runs).toFixed(1)} %`;
          const cells = [
            `${100 * rate} %`,
            gate.name,
            mean('reached'),
            mean('harmed'),
            share('halted'),
            share('held'),
            share('completed'),
          ];
          return `| ${cells.join(' | ')} |`;
        }),
      );
      const head = [
        'true failure rate',
        'gate',
        'endpoints reached',
        'harmed',
        'halted',
        'waits for a person',
        'completed',
      ];
      return [`### ${title}`, '', `| ${head.join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`, ...rows].join(
        '\n',
      );
    })
    .join('\n\n');
}

if (import.meta.main) process.stdout.write(`${gateStudy()}\n`);
