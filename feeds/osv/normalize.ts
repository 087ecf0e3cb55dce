// An OSV 1.x record, whoever published it, as an advisory of ours. Pure; never throws, whatever the record.
import type { Advisory, Severity } from '@suture/core/advisories/advisory.ts';
import { date, field, identifier, list, summaryLine, text, texts } from '../json/read.ts';
import type { Normalized } from '../normalized.ts';
import { normalizeAffected } from './affected.ts';
import { moduleStreams } from './modules.ts';
import { debianSeverity } from './vendor-notes.ts';

const MODULAR: ReadonlySet<string> = new Set(['AlmaLinux', 'Rocky Linux', 'Red Hat']);

/**
 * Reads one record of the archive of `ecosystem`; of the packages it names only that ecosystem's are taken.
 * `fallbackName` names a record that has no id. Source: https://ossf.github.io/osv-schema/
 */
export function normalize(record: unknown, ecosystem: string, fallbackName: string): Normalized {
  const id = identifier(field(record, 'id'));
  if (id === undefined) return { ok: false, record: fallbackName, reason: 'the record has no usable id' };
  if (!Array.isArray(field(record, 'affected')) && field(record, 'affected') !== undefined) {
    return { ok: false, record: id, reason: 'affected is not a list' };
  }
  const problems: string[] = [];
  const summary = summaryLine(text(field(record, 'summary')) ?? field(record, 'details'));
  const streams = MODULAR.has(ecosystem) ? moduleStreams(summary) : [];
  const context = { ecosystem, streams, problem: (what: string) => void problems.push(what) };
  const parts = list(field(record, 'affected'));
  const advisory: Advisory = {
    id,
    summary,
    published: date(field(record, 'published')),
    modified: date(field(record, 'modified')),
    withdrawn: date(field(record, 'withdrawn')),
    aliases: identifiers(field(record, 'aliases')),
    upstream: identifiers(field(record, 'upstream')),
    related: identifiers(field(record, 'related')),
    severity: severities(record, parts, id, summary),
    affected: parts.flatMap((affected) => normalizeAffected(affected, context)),
    url: address(record),
  };
  // What a withdrawn record fails to say does not matter.
  return { ok: true, advisory, problems: advisory.withdrawn === undefined ? problems : [] };
}

const identifiers = (value: unknown): readonly string[] => texts(value).filter((id) => identifier(id) !== undefined);

function severities(record: unknown, parts: readonly unknown[], id: string, summary: string): readonly Severity[] {
  const found = new Map<string, Severity>();
  const add = (severity: Severity | undefined): void => {
    if (severity !== undefined) found.set(`${severity.type} ${severity.score}`, severity);
  };
  for (const value of list(field(record, 'severity'))) add(severityOf(value));
  for (const part of parts) {
    for (const value of list(field(part, 'severity'))) add(severityOf(value));
    if (id.startsWith('DEBIAN-')) add(debianSeverity(part));
  }
  const github = id.startsWith('GHSA-') ? text(field(field(record, 'database_specific'), 'severity')) : undefined;
  if (github !== undefined && github.length <= 40) add({ type: 'GHSA', score: github });
  const rebuilt = /^(?:ALSA|RLSA|RXSA)/.test(id) ? /^(Critical|Important|Moderate|Low):/.exec(summary)?.[1] : undefined;
  if (rebuilt !== undefined) add({ type: 'RHSA', score: rebuilt });
  return [...found.values()];
}

function severityOf(value: unknown): Severity | undefined {
  const type = text(field(value, 'type'));
  const score = text(field(value, 'score'));
  return type === undefined || score === undefined || type.length > 40 || score.length > 300
    ? undefined
    : { type, score };
}

/** The publisher's own page where the record links one, else its first reference. */
function address(record: unknown): string | undefined {
  const references = list(field(record, 'references'));
  const advisory = references.find((reference) => field(reference, 'type') === 'ADVISORY');
  return webAddress(field(advisory ?? references[0], 'url'));
}

function webAddress(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= 500 && /^https?:\/\/[!-~]+$/.test(value) ? value : undefined;
}
