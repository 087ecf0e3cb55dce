// A scan as SARIF 2.1.0, for code scanning: a rule for each vulnerability, a result for each finding.
// Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/ and GitHub's "SARIF support for code scanning".
import { createHash } from 'node:crypto';
import { compareUrgency } from '@suture/core/risk/order.ts';
import type { ScanDocument, ScannedFinding } from '../scan-document.ts';
import { advisorySource } from './advisory-source.ts';
import { printable } from './columns.ts';
import { remedy } from './remedy.ts';
import { inertJson } from './inert-json.ts';

/** GitHub keeps no more results of one run. */
const mostResults = 5000;

/** The document's text, ended by a newline, and what a person must know of it, if anything. */
export function sarif(document: ScanDocument): { readonly text: string; readonly note: string | undefined } {
  const all = document.findings.toSorted((a, b) => compareUrgency(urgency(a), urgency(b)));
  const kept = all.slice(0, mostResults);
  const note =
    kept.length < all.length
      ? `SARIF holds the ${kept.length} most urgent of ${all.length} findings, as GitHub takes no more; --json has all`
      : undefined;
  const rules = new Map<string, { readonly index: number; readonly findings: ScannedFinding[] }>();
  const fingerprints = new Map<string, number>();
  const location = artifactUri(document.endpoint.inventory);
  const results = kept.map((finding) => {
    const entry = rules.get(finding.id) ?? { index: rules.size, findings: [] };
    rules.set(finding.id, entry);
    entry.findings.push(finding);
    const print = fingerprint(document.endpoint.name, finding);
    const occurrence = (fingerprints.get(print) ?? 0) + 1;
    fingerprints.set(print, occurrence);
    return result(finding, entry.index, location, `${print}:${occurrence}`);
  });
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: document.tool.name,
            version: document.tool.version,
            rules: [...rules].map(([id, { findings }]) => rule(id, findings)),
          },
        },
        automationDetails: { id: `suture/${document.endpoint.name}/` },
        invocations: [
          {
            executionSuccessful: true,
            endTimeUtc: document.scannedAt,
            toolExecutionNotifications: notifications(document, note),
          },
        ],
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
  return { text: inertJson(log), note };
}

const urgency = (finding: ScannedFinding): Parameters<typeof compareUrgency>[0] => ({
  due: finding.deadline.due,
  forensics: finding.deadline.forensics,
  exploited: finding.exploited !== null,
  epss: finding.epss?.score,
  cvss: finding.cvss?.score,
  id: `${finding.id} ${finding.package.purl}`,
});

function rule(id: string, findings: readonly ScannedFinding[]): object {
  const [first] = findings;
  const scores = findings.map(({ cvss }) => cvss?.score).filter((score) => score !== undefined);
  const { url } = advisorySource(id);
  const summary = first?.summary ?? id;
  const exploited = findings.some((finding) => finding.exploited !== null);
  return {
    id,
    shortDescription: { text: plain(summary.slice(0, 1000)) },
    fullDescription: { text: plain(summary.slice(0, 1000)) },
    helpUri: url,
    help: { text: `${plain(summary.slice(0, 4000))}\n${url}` },
    properties: {
      tags: ['security', 'vulnerability', ...(exploited ? ['exploited'] : [])],
      // GitHub ranks by this number; where nobody has scored the vulnerability, none is made up.
      ...(scores.length > 0 && { 'security-severity': Math.max(...scores).toFixed(1) }),
    },
  };
}

function result(finding: ScannedFinding, ruleIndex: number, uri: string, print: string): object {
  const { id, package: one, deadline } = finding;
  const due = deadline.due === null ? '' : ` Due ${deadline.due} (${deadline.rule}).`;
  const exploited = finding.exploited ? ' It is being exploited.' : '';
  const verb = finding.state === 'unknown' || finding.state === 'undetermined' ? 'may be affected' : 'is affected';
  return {
    ruleId: id,
    ruleIndex,
    level: level(finding),
    message: { text: plain(`${one.name} ${one.version} ${verb} by ${id}. ${remedy(finding)}${due}${exploited}`) },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } },
        logicalLocations: [{ name: one.name, fullyQualifiedName: one.purl, kind: 'package' }],
      },
    ],
    partialFingerprints: { primaryLocationLineHash: print, 'suture/v1': print },
    properties: {
      purl: one.purl,
      installed: one.version,
      fixed: finding.fixedVersion,
      state: finding.state,
      severity: finding.severity,
      due: deadline.due,
      overdueDays: deadline.overdueDays,
      rule: deadline.rule,
      epss: finding.epss?.score ?? null,
      exploited: finding.exploited !== null,
    },
  };
}

/** In a message `[a](b)` is a link and `{0}` a placeholder (SARIF 2.1.0, §3.11.5 and §3.11.6): hostile names get neither. */
const plain = (text: string): string =>
  printable(text)
    .replaceAll('](', '] (')
    .replaceAll(/\{(\d+)\}/g, '{{$1}}');

function level({ severity, state, exploited }: ScannedFinding): 'error' | 'warning' | 'note' {
  if (exploited) return 'error';
  if (state === 'unimportant') return 'note';
  if (severity === 'critical' || severity === 'high') return 'error';
  return severity === 'low' ? 'note' : 'warning';
}

/** The same from scan to scan, also when the package has moved to another version that is affected still. */
const fingerprint = (endpoint: string, { id, package: one }: ScannedFinding): string =>
  createHash('sha256')
    .update(JSON.stringify([endpoint, id, one.purl.split(/[@?#]/)[0], one.name, one.arch]))
    .digest('hex')
    .slice(0, 32);

/** A relative address: code scanning places every result in some file, and the inventory is the one there is. */
const artifactUri = (inventory: string): string =>
  inventory
    .toWellFormed()
    .replace(/^[A-Za-z]:/, '')
    .split(/[\\/]+/)
    .filter((segment) => segment !== '' && segment !== '.')
    .map(encodeURIComponent)
    .join('/') || 'inventory';

function notifications(document: ScanDocument, note: string | undefined): readonly object[] {
  const texts = [
    ...(note === undefined ? [] : [note]),
    ...document.incomplete.map(({ what, why, remedy: way }) => `${what}: ${why}${way === null ? '' : ` (${way})`}`),
    ...document.feeds
      .filter((feed) => feed.stale)
      .map((feed) => `feed ${feed.name} is ${Math.round(feed.ageHours)} hours old`),
  ];
  return texts.map((text) => ({ level: 'warning', message: { text: plain(text) } }));
}
