// What the report of a deployment says, in headings, sentences, lists and tables: the same as Markdown and as PDF.
import { lengthText } from '@suture/core/maintenance/describe.ts';
import type { components } from '@suture/protocol/api/client-types.ts';
import { aboutText, outcomes } from './deployment-lines.ts';
import { changeText, momentText } from './plan-lines.ts';
import { plural } from './words.ts';

export type Report = components['schemas']['DeploymentReport'];

/** A text as it is, a name from outside, or what is to be seen first. */
export type Span = string | { readonly code: string } | { readonly strong: string };
export type Words = readonly Span[];

export type Block =
  | { readonly kind: 'title' | 'heading' | 'paragraph'; readonly words: Words }
  /** `below`: lines of an item, some of which are items themselves. */
  | { readonly kind: 'list'; readonly items: readonly Item[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly Words[])[] };

export interface Item {
  readonly words: Words;
  readonly below: readonly { readonly words: Words; readonly isItem: boolean }[];
}

const code = (name: string): Span => ({ code: name });
/** By name, and by what the audit calls them. A server of before says no name. */
const who = (actor: string, name?: string | null): Words =>
  name === null || name === undefined ? [code(actor)] : [`${name} (`, code(actor), ')'];
const heading = (text: string): Block => ({ kind: 'heading', words: [text] });
const item = (...words: Words): Item => ({ words, below: [] });
const between = (spans: Words, separator: string): Words =>
  spans.flatMap((span, index) => (index === 0 ? [span] : [separator, span]));

export function reportBlocks(report: Report): readonly Block[] {
  const { findings, failures, notes, plan } = report;
  return [
    { kind: 'title', words: [`${report.name}: ${report.state.replaceAll('-', ' ')}`] },
    ...summary(report),
    heading('Evidence'),
    ...evidence(findings),
    ...(failures.length === 0
      ? []
      : [heading('Failures'), { kind: 'list', items: failures.map(failureItem) } satisfies Block]),
    heading('Rings'),
    {
      kind: 'table',
      head: ['ring', 'state', 'endpoints', 'verified', 'failed', 'let through by'],
      rows: report.rings.map((ring) => [
        [String(ring.number + 1)],
        [ring.state],
        [String(ring.endpoints)],
        [String(ring.jobs['succeeded'] ?? 0)],
        [String(ring.failures)],
        ring.promotedBy === null
          ? [ring.state === 'promoted' ? 'its gate' : '']
          : who(ring.promotedBy, ring.promotedByName),
      ]),
    },
    heading('What it does where'),
    {
      kind: 'table',
      head: ['endpoints', 'system', 'by', 'changes'],
      rows: plan.steps.map((step) => [
        [String(step.endpoints)],
        [code(step.release)],
        [code(step.adapter)],
        between(
          step.changes.map((change) => code(changeText({ architecture: null, ...change }))),
          ', ',
        ),
      ]),
    },
    ...leftOut(plan),
    heading('Who said yes'),
    { kind: 'list', items: consent(report) },
    heading('What happened'),
    {
      kind: 'list',
      items: notes.map(({ at, about, text }) => item(`${momentText(at)} ${aboutText(about)}${text}`)),
    },
    {
      kind: 'paragraph',
      words: ['Plan ', code(plan.hash), ', deployment ', code(report.id), `. This report: ${momentText(report.at)}.`],
    },
  ];
}

function summary({ plan, findings, rings, createdAt, endedAt, outcomes: jobs }: Report): readonly Block[] {
  const closed = findings.filter((each) => each.closed === each.endpoints).length;
  const done = outcomes(rings);
  const unsure = (jobs['succeeded'] ?? 0) < plan.endpoints;
  const came =
    `${plural(plan.endpoints, 'endpoint', 'endpoints')}: ${done.length === 0 ? 'nothing has ended yet' : done.join(', ')}.` +
    (findings.length === 0
      ? ' Its plan names no vulnerability that it closes.'
      : ` ${closed} of ${plural(findings.length, 'finding is', 'findings are')} proved closed on all endpoints of the plan.`) +
    (unsure ? ' What is not verified counts as not closed.' : '');
  const when = plan.windows.length === 0 ? ['at any time'] : ['in ', ...between(plan.windows.map(code), ' or ')];
  const watched =
    plan.soakMinutes === 0 ? 'rings were not watched' : `each ring watched for ${lengthText(plan.soakMinutes)}`;
  const ended = endedAt === null ? ', not over' : `, over ${momentText(endedAt)}`;
  return [
    { kind: 'paragraph', words: [came] },
    {
      kind: 'paragraph',
      words: [
        'Asked for: ',
        plan.query === '' ? 'all endpoints' : code(plan.query),
        '; ',
        ...when,
        `; ${watched}. Put up ${momentText(createdAt)}${ended}.`,
      ],
    },
  ];
}

function evidence(findings: Report['findings']): readonly Block[] {
  if (findings.length === 0) return [{ kind: 'paragraph', words: ['There is no finding to prove closed.'] }];
  const advisories = [...new Set(findings.flatMap((each) => each.advisories))];
  return [
    {
      kind: 'paragraph',
      words: [
        'Closed: the endpoint reports a version since that does not have it, and has verified that the new code runs.',
      ],
    },
    {
      kind: 'table',
      head: [
        'vulnerability',
        'package',
        'was',
        'fixed in',
        'now',
        'closed',
        'installed, not verified',
        'open',
        'not known',
      ],
      rows: findings.map((each) => [
        [code(each.vulnerability)],
        [code(each.package)],
        [code(each.from)],
        each.fixedVersion === null ? [] : [code(each.fixedVersion)],
        between(each.installed.map(code), ' '),
        [`${each.closed} of ${each.endpoints}`],
        ...[each.installedOnly, each.open, each.unknown].map((count) => (count === 0 ? [] : [String(count)])),
      ]),
    },
    { kind: 'paragraph', words: ['Advisories: ', ...advisoryNames(advisories), '.'] },
  ];
}

const mostAdvisories = 200;

function advisoryNames(names: readonly string[]): Words {
  const more = names.length - mostAdvisories;
  return [...between(names.slice(0, mostAdvisories).map(code), ', '), ...(more > 0 ? [` and ${more} more`] : [])];
}

function failureItem({ cause, says, remedy, endpoints, names, why, lines }: Report['failures'][number]): Item {
  const rest = endpoints > names.length ? [` and ${endpoints - names.length} more`] : [];
  return {
    words: [
      { strong: `${plural(endpoints, 'endpoint', 'endpoints')}: ${says}` },
      ' (',
      code(cause),
      `)${why === null ? '' : `: ${why}`}`,
    ],
    below: [
      { words: [...between(names.map(code), ' '), ...rest], isItem: false },
      ...lines.map((line) => ({ words: [code(line)], isItem: true })),
      { words: [remedy], isItem: false },
    ],
  };
}

const leftOut = ({ excluded }: Report['plan']): readonly Block[] =>
  excluded.length === 0
    ? []
    : [
        heading('Left out'),
        {
          kind: 'list',
          items: excluded.map(({ why, endpoints, names }) =>
            item(`${endpoints}: ${why} `, ...between(names.slice(0, 5).map(code), ' ')),
          ),
        },
      ];

const consent = ({ plan, signatures, approvals }: Report): readonly Item[] => [
  item('Frozen by ', ...who(plan.by, plan.byName), `, ${momentText(plan.at)}`),
  ...signatures.map(({ label, key, at, revoked }) =>
    item(
      'Signed with ',
      code(label),
      ' (',
      code(key.slice(0, 16)),
      `), ${momentText(at)}${revoked ? ', a key that is revoked since' : ''}`,
    ),
  ),
  ...approvals.given.map(({ name, actor, at }) => item('Approved by ', ...who(actor, name), `, ${momentText(at)}`)),
  ...(approvals.given.length === 0 ? [item(`Nobody has approved it; it takes ${approvals.needed}.`)] : []),
];
