// The report of a deployment as Markdown, for whoever has to be shown that it was done and how.
import { lengthText } from '@suture/core/maintenance/describe.ts';
import type { components } from '@suture/protocol/api/client-types.ts';
import { aboutText, outcomes } from './deployment-lines.ts';
import { markdownCode as code, markdownTable as table, markdownText as text } from './markdown-text.ts';
import { changeText, momentText } from './plan-lines.ts';
import { listed, plural } from './words.ts';

type Report = components['schemas']['DeploymentReport'];

export function reportMarkdown(report: Report): string {
  const { findings, failures, notes, plan } = report;
  const blocks: readonly (readonly string[])[] = [
    [`# ${text(report.name)}: ${report.state.replaceAll('-', ' ')}`],
    summary(report),
    ['## Evidence'],
    evidence(findings),
    ...(failures.length === 0 ? [] : [['## Failures'], failures.flatMap(failureLines)]),
    ['## Rings'],
    table(
      ['ring', 'state', 'endpoints', 'verified', 'failed', 'let through by'],
      report.rings.map((ring) => [
        String(ring.number + 1),
        ring.state,
        String(ring.endpoints),
        String(ring.jobs['succeeded'] ?? 0),
        String(ring.failures),
        ring.promotedBy === null ? (ring.state === 'promoted' ? 'its gate' : '') : code(ring.promotedBy),
      ]),
    ),
    ['## What was done where'],
    table(
      ['endpoints', 'system', 'by', 'changes'],
      plan.steps.map((step) => [
        String(step.endpoints),
        code(step.release),
        code(step.adapter),
        step.changes.map((change) => code(changeText({ architecture: null, ...change }))).join(', '),
      ]),
    ),
    ...leftOut(plan),
    ['## Who said yes'],
    consent(report),
    ['## What happened'],
    notes.map(({ at, about, text: said }) => `- ${momentText(at)} ${text(`${aboutText(about)}${said}`)}`),
    [`Plan ${code(plan.hash)}, deployment ${code(report.id)}. This report: ${momentText(report.at)}.`],
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function summary({ plan, findings, rings, createdAt, endedAt, outcomes: jobs }: Report): readonly string[] {
  const closed = findings.filter((each) => each.closed === each.endpoints).length;
  const done = outcomes(rings);
  const unsure = (jobs['succeeded'] ?? 0) < plan.endpoints;
  return [
    `${plural(plan.endpoints, 'endpoint', 'endpoints')}: ${done.length === 0 ? 'nothing has ended yet' : done.join(', ')}.` +
      (findings.length === 0
        ? ' Its plan names no vulnerability that it closes.'
        : ` ${closed} of ${plural(findings.length, 'finding is', 'findings are')} proved closed on all endpoints of the plan.`) +
      (unsure ? ' What is not verified counts as not closed.' : ''),
    '',
    `Asked for: ${plan.query === '' ? 'all endpoints' : code(plan.query)}; ${plan.windows.length === 0 ? 'at any time' : `in ${plan.windows.map(code).join(' or ')}`}; ` +
      `${plan.soakMinutes === 0 ? 'rings were not watched' : `each ring watched for ${lengthText(plan.soakMinutes)}`}. ` +
      `Begun ${momentText(createdAt)}${endedAt === null ? ', not over' : `, over ${momentText(endedAt)}`}.`,
  ];
}

function evidence(findings: Report['findings']): readonly string[] {
  if (findings.length === 0) return ['There is no finding to prove closed.'];
  return [
    'Closed: the endpoint reports a version since that does not have it, and has verified that the new code runs.',
    '',
    ...table(
      ['vulnerability', 'package', 'was', 'fixed in', 'now', 'closed', 'installed, not verified', 'open', 'not known'],
      findings.map((each) => [
        code(each.vulnerability),
        code(each.package),
        code(each.from),
        each.fixedVersion === null ? '' : code(each.fixedVersion),
        each.installed.map(code).join(' '),
        `${each.closed} of ${each.endpoints}`,
        ...[each.installedOnly, each.open, each.unknown].map((count) => (count === 0 ? '' : String(count))),
      ]),
    ),
    '',
    `Advisories: ${listed([...new Set(findings.flatMap(({ advisories }) => advisories))].map(code), 200)}.`,
  ];
}

const failureLines = ({ cause, says, remedy, endpoints, names, why, lines }: Report['failures'][number]) => [
  `- **${plural(endpoints, 'endpoint', 'endpoints')}: ${text(says)}** (${code(cause)})${why === null ? '' : `: ${text(why)}`}`,
  `  ${names.map(code).join(' ')}${endpoints > names.length ? ` and ${endpoints - names.length} more` : ''}`,
  ...lines.map((line) => `  - ${code(line)}`),
  `  ${text(remedy)}`,
];

const leftOut = ({ excluded }: Report['plan']): readonly (readonly string[])[] =>
  excluded.length === 0
    ? []
    : [
        ['## Left out'],
        excluded.map(
          ({ why, endpoints, names }) => `- ${endpoints}: ${text(why)} ${names.slice(0, 5).map(code).join(' ')}`,
        ),
      ];

function consent({ plan, signatures, approvals }: Report): readonly string[] {
  return [
    `- Frozen by ${code(plan.by)}, ${momentText(plan.at)}`,
    ...signatures.map(
      ({ label, key, at, revoked }) =>
        `- Signed with ${code(label)} (${code(key.slice(0, 16))}), ${momentText(at)}${revoked ? ', a key that is revoked since' : ''}`,
    ),
    ...approvals.given.map(
      ({ name, actor, at }) =>
        `- Approved by ${name === null ? code(actor) : `${text(name)} (${code(actor)})`}, ${momentText(at)}`,
    ),
    ...(approvals.given.length === 0 ? [`- Nobody has approved it; it takes ${approvals.needed}.`] : []),
  ];
}
