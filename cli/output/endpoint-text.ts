// One endpoint for a person at a terminal: its state in a sentence, its worst findings, its updates, and what is not known.
import type { components } from '@suture/protocol/api/client-types.ts';
import { quoted } from '../server/endpoint-names.ts';
import { ageText } from './age.ts';
import { cells, padded } from './cells.ts';
import { printable } from './columns.ts';
import { byDay, dueWords, exploitation, isOverdue } from './fleet-words.ts';
import { marked } from './patch-lines.ts';
import { shellWords } from './shell-words.ts';
import { listed, plural, vulnerabilities } from './words.ts';
import { wrap } from './wrap.ts';

type Detail = components['schemas']['EndpointDetail'];
type Finding = components['schemas']['EndpointFinding'];
type Update = components['schemas']['EndpointUpdate'];

export interface ShownEndpoint {
  readonly endpoint: Detail;
  readonly findings: readonly Finding[];
  /** Packages that could not be judged. */
  readonly unjudged: number;
  readonly updates: readonly Update[];
}

export interface EndpointTextOptions {
  readonly now: Date;
  readonly colour: boolean;
  readonly width: number | undefined;
}

const WORST = 8;
const WIDEST_NAME = 50;

export function endpointText(shown: ShownEndpoint, { now, colour, width }: EndpointTextOptions): string {
  const { endpoint } = shown;
  const line = { all: false, colour, width };
  const prose = (lines: readonly string[]): readonly string[] => lines.flatMap((each) => wrap(printable(each), width));
  const worst = worstOf(shown);
  const blocks = [
    prose([stateLine(shown, now), ...factLines(endpoint, now)]),
    worstLines(worst, endpoint, now, line),
    prose([...findingLines(shown), ...updateLines(shown)]),
    prose(sectionLines(endpoint, now)),
    [`Next: ${printable(next(shown, worst))}`],
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join('\n')}\n`)
    .join('\n');
}

const dueOf = ({ risk: { due } }: Finding, { exposure }: Detail): string | null =>
  exposure === 'internal' ? due.internal : due.exposed;

/** One for each vulnerability, the most urgent first; what nobody holds to be urgent is left out. */
function worstOf({ findings, endpoint }: ShownEndpoint): readonly Finding[] {
  const one = new Map(findings.map((finding) => [finding.vulnerability, finding])).values();
  return [...one]
    .filter(
      (finding) =>
        dueOf(finding, endpoint) !== null || (finding.risk.exploited === true && finding.state !== 'unimportant'),
    )
    .sort(
      (a, b) =>
        Number(b.risk.exploited === true) - Number(a.risk.exploited === true) ||
        byDay(dueOf(a, endpoint), dueOf(b, endpoint)) ||
        (b.risk.epss ?? 0) - (a.risk.epss ?? 0),
    );
}

function stateLine(shown: ShownEndpoint, now: Date): string {
  const { endpoint, findings } = shown;
  const { name, state, stateReason, seenAt, inventory } = endpoint;
  const seen = seenAt === null ? 'never seen' : `seen ${ageText(seenAt, now)}`;
  const reason = stateReason === null ? '' : ` (${stateReason})`;
  if (state !== 'active') return `${name} ${STATES[state]}${reason}, ${seen}.`;
  const late = new Set(findings.filter((one) => isOverdue(dueOf(one, endpoint), now)).map((one) => one.vulnerability));
  const exploited = new Set(
    findings
      .filter(({ risk, state: said }) => risk.exploited === true && said !== 'unimportant')
      .map((one) => one.vulnerability),
  );
  const known = INVENTORIES[inventory];
  const parts = [
    late.size > 0 ? `${vulnerabilities(late)} overdue` : '',
    exploited.size > 0 ? `${vulnerabilities(exploited)} exploited` : '',
    known,
    seen,
  ].filter((part) => part !== '');
  return `${name}: ${parts.join(', ')}.`;
}

const STATES = {
  pending: 'waits for approval',
  quarantined: 'is quarantined',
  revoked: 'is refused: its certificates were revoked',
} as const;

const INVENTORIES = {
  complete: 'inventory complete',
  partial: 'INVENTORY PARTIAL',
  failed: 'INVENTORY FAILED',
  none: 'NOTHING REPORTED YET',
} as const;

function factLines({ id, os, facts, tags, exposure, criticality, enrolledAt }: Detail, now: Date): readonly string[] {
  const system = [
    os === null ? '' : `${os.id} ${os.version}`,
    facts === null ? '' : `kernel ${facts.kernel}`,
    facts === null ? '' : facts.arch,
    facts?.virtualization ?? '',
    facts === null ? '' : `agent ${facts.agentVersion}`,
    facts === null ? '' : `up ${upText(facts.uptimeSeconds)}`,
  ].filter((part) => part !== '');
  return [
    ...(facts?.rebootRequired === true ? ['Restart it: what is installed does not run yet.'] : []),
    ...(facts !== null && facts.rebootRequired === null ? ['Whether it needs a restart is not known.'] : []),
    ...(facts?.unseen === undefined ? [] : [`Not seen: ${facts.unseen}.`]),
    ...(system.length === 0 ? [] : [system.join(', ')]),
    `exposure ${exposure}${exposure === 'unknown' ? ' (counts as internet)' : ''}, criticality ${criticality}${tags.length === 0 ? ', no tags' : `, tags: ${tags.join(', ')}`}`,
    `${id}, joined ${ageText(enrolledAt, now)}`,
  ];
}

function upText(seconds: number): string {
  const hours = Math.floor(seconds / 3_600);
  if (hours < 1) return `${Math.floor(seconds / 60)} min`;
  return hours < 72 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}

/** A line for each package: one update closes all that it has. */
function worstLines(
  worst: readonly Finding[],
  endpoint: Detail,
  now: Date,
  line: Parameters<typeof marked>[2],
): readonly string[] {
  const groups = [...Map.groupBy(worst, ({ package: { name, version } }) => `${name} ${version}`)];
  const shown = groups.slice(0, WORST);
  const wide = Math.min(WIDEST_NAME, Math.max(0, ...shown.map(([name]) => cells(printable(name)))));
  const lines = shown.flatMap(([name, [first, ...others]]) => {
    if (first === undefined) return [];
    const { vulnerability, state, risk } = first;
    const parts = [
      dueWords(dueOf(first, endpoint), state, now).padEnd(14),
      padded(printable(name), wide, false),
      exploitation(risk.exploited, risk.ransomware, risk.epss),
      others.length === 0 ? vulnerability : `${vulnerability} and ${others.length} more`,
    ];
    return [
      marked(
        risk.severity,
        parts
          .filter((part) => part !== '')
          .map(printable)
          .join('  '),
        line,
      ),
    ];
  });
  const rest = groups.length - lines.length;
  return rest > 0 ? [...lines, `… and ${plural(rest, 'more package', 'more packages')}`] : lines;
}

function findingLines({ findings, unjudged, endpoint }: ShownEndpoint): readonly string[] {
  const open = new Set(findings.map((one) => one.vulnerability));
  const fixable = new Set(findings.filter((one) => one.fixedVersion !== null).map((one) => one.vulnerability));
  const unclear =
    unjudged === 0
      ? []
      : [
          `Not known: what ${plural(unjudged, 'package', 'packages')} that could not be judged ${unjudged === 1 ? 'has' : 'have'}.`,
        ];
  if (open.size === 0)
    return endpoint.inventory === 'complete' && unjudged === 0 ? ['No vulnerability was found.'] : unclear;
  const rest = open.size - fixable.size;
  const parts = [
    fixable.size > 0 ? `${vulnerabilities(fixable)} can be fixed` : '',
    rest > 0
      ? `${fixable.size > 0 ? rest : vulnerabilities([...open].filter((id) => !fixable.has(id)))} ${rest === 1 ? 'has' : 'have'} no fix`
      : '',
  ].filter((part) => part !== '');
  return [`${parts.join(', ')}.`, ...unclear];
}

function updateLines({ updates }: ShownEndpoint): readonly string[] {
  const held = updates.filter((one) => one.held !== null);
  const ready = updates.filter((one) => one.held === null);
  const names = (some: readonly Update[]): string => listed([...new Set(some.map((one) => one.source.name))]);
  const security = ready.filter((one) => one.security === 'yes');
  const other = ready.filter((one) => one.security !== 'yes');
  return [
    ...(security.length > 0
      ? [`${plural(security.length, 'security update', 'security updates')} offered: ${names(security)}`]
      : []),
    ...(other.length > 0 ? [`${plural(other.length, 'other update', 'other updates')} offered: ${names(other)}`] : []),
    ...(held.length > 0
      ? [
          `Held back: ${listed(
            held.map((one) => `${one.package} (${one.held?.why ?? ''})`),
            3,
          )}`,
        ]
      : []),
  ];
}

function sectionLines({ sections }: Detail, now: Date): readonly string[] {
  const whole = sections.filter(({ status }) => status === 'complete');
  const text = whole.map(
    ({ adapter, kind, items, since }) => `${adapter} ${kind}: ${items ?? 0} (${ageText(since, now)})`,
  );
  return [
    ...sections
      .filter(({ status }) => status !== 'complete')
      .map(
        ({ adapter, kind, status, problems }) =>
          `Not known: ${adapter}, ${kind}: ${status}${problems.length === 0 ? '' : `: ${listed(problems, 3)}`}`,
      ),
    ...(text.length === 0 ? [] : [`Reported: ${text.join(', ')}`]),
  ];
}

function next({ endpoint }: ShownEndpoint, [worst]: readonly Finding[]): string {
  const { id, name, state } = endpoint;
  const typed = printable(name) === name ? name : id;
  if (state === 'pending') return shellWords(['suture', 'endpoints', 'approve', typed]);
  if (state === 'quarantined') return shellWords(['suture', 'endpoints', 'release', typed]);
  if (state === 'revoked') return 'suture enrol new';
  // Queries know names alone.
  if (typed === name)
    return shellWords(['suture', 'updates', `endpoint:${/^[\w.-]+$/.test(name) ? name : quoted(name)}`]);
  return worst === undefined
    ? 'suture updates'
    : shellWords(['suture', 'why', worst.vulnerability, '--fleet', '--endpoint', id]);
}
