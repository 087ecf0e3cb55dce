// The work of `suture endpoints show`.
import type { components } from '@suture/protocol/api/client-types.ts';
import { type Context, useColour } from '../context.ts';
import { ageText } from '../output/age.ts';
import { printable } from '../output/columns.ts';
import { dueWords, exploitation, isOverdue } from '../output/fleet-words.ts';
import { inertJson } from '../output/inert-json.ts';
import { marked } from '../output/patch-lines.ts';
import { shellWords } from '../output/shell-words.ts';
import { listed, plural, vulnerabilities } from '../output/words.ts';
import { wrap } from '../output/wrap.ts';
import { type Connection, connect } from '../server/connect.ts';
import { endpointNamed } from '../server/endpoint-names.ts';
import { collect } from '../server/pages.ts';
import type { ServerOptions } from './server-options.ts';

type Detail = components['schemas']['EndpointDetail'];
type Finding = components['schemas']['EndpointFinding'];
type Update = components['schemas']['EndpointUpdate'];

interface Shown {
  readonly endpoint: Detail;
  readonly findings: readonly Finding[];
  readonly unjudged: number;
  readonly updates: readonly Update[];
}

const WORST = 8;

export async function endpointsShow(name: string, options: ServerOptions, context: Context): Promise<void> {
  const connection = await connect(options, context);
  const { id } = await endpointNamed(connection, name);
  const shown = await look(connection, id);
  if (options.json === true) {
    const { endpoint, findings, unjudged, updates } = shown;
    context.stdout.write(inertJson({ schema: 'suture.endpoint/1', endpoint, unjudged, findings, updates }));
    return;
  }
  const { stdout } = context;
  const width = stdout.isTTY === true ? stdout.columns : undefined;
  const line = { all: false, colour: useColour(context, stdout, options.color), width };
  const now = context.now();
  const prose = (lines: readonly string[]): readonly string[] => lines.flatMap((each) => wrap(printable(each), width));
  const worst = worstOf(shown);
  const blocks = [
    prose([stateLine(shown, now), ...factLines(shown.endpoint, now)]),
    worst
      .slice(0, WORST)
      .map((finding) => marked(finding.risk.severity, findingText(finding, shown.endpoint, now), line)),
    prose([...findingLines(shown), ...updateLines(shown)]),
    prose(sectionLines(shown.endpoint, now)),
    [`Next: ${printable(next(shown, worst))}`],
  ];
  stdout.write(
    blocks
      .filter((block) => block.length > 0)
      .map((block) => `${block.join('\n')}\n`)
      .join('\n'),
  );
}

async function look({ api, ask }: Connection, id: string): Promise<Shown> {
  const path = { id };
  let unjudged = 0;
  const [endpoint, findings, updates] = await Promise.all([
    ask(api.GET('/api/v1/endpoints/{id}', { params: { path } })),
    collect(async (query) => {
      const page = await ask(api.GET('/api/v1/endpoints/{id}/findings', { params: { path, query } }));
      ({ unjudged } = page);
      return page;
    }, Number.POSITIVE_INFINITY),
    collect(
      (query) => ask(api.GET('/api/v1/endpoints/{id}/updates', { params: { path, query } })),
      Number.POSITIVE_INFINITY,
    ),
  ]);
  return { endpoint, findings: findings.rows, unjudged, updates: updates.rows };
}

const dueOf = ({ risk: { due } }: Finding, { exposure }: Detail): string | null =>
  exposure === 'internal' ? due.internal : due.exposed;

/** One for each vulnerability, the most urgent first; what nobody holds to be urgent is left out. */
function worstOf({ findings, endpoint }: Shown): readonly Finding[] {
  const one = new Map(findings.map((finding) => [finding.vulnerability, finding])).values();
  const rank = (finding: Finding): string => dueOf(finding, endpoint) ?? '~';
  return [...one]
    .filter(
      (finding) =>
        dueOf(finding, endpoint) !== null || (finding.risk.exploited === true && finding.state !== 'unimportant'),
    )
    .sort(
      (a, b) =>
        Number(b.risk.exploited === true) - Number(a.risk.exploited === true) ||
        rank(a).localeCompare(rank(b)) ||
        (b.risk.epss ?? 0) - (a.risk.epss ?? 0),
    );
}

function stateLine(shown: Shown, now: Date): string {
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

function findingText(finding: Finding, endpoint: Detail, now: Date): string {
  const { vulnerability, package: pkg, fixedVersion, state, risk } = finding;
  const fix = fixedVersion === null ? '' : ` → ${fixedVersion}`;
  const special = exploitation(risk.exploited, risk.ransomware, risk.epss);
  const due = dueWords(dueOf(finding, endpoint), state, now);
  return [due.padEnd(14), `${pkg.name} ${pkg.version}${fix}`, vulnerability, special]
    .filter((part) => part !== '')
    .map(printable)
    .join('  ');
}

function findingLines({ findings, unjudged, endpoint }: Shown): readonly string[] {
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

function updateLines({ updates }: Shown): readonly string[] {
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

function next({ endpoint: { name, state } }: Shown, [worst]: readonly Finding[]): string {
  if (state === 'pending') return shellWords(['suture', 'endpoints', 'approve', name]);
  if (state === 'quarantined') return shellWords(['suture', 'endpoints', 'release', name]);
  if (state === 'revoked') return 'suture enrol new';
  return worst === undefined
    ? shellWords(['suture', 'updates', `endpoint:${name}`])
    : shellWords(['suture', 'why', worst.vulnerability, '--fleet', '--endpoint', name]);
}
