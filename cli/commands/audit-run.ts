// The work of `suture audit ls` and `suture audit verify`.
import type { Command } from 'commander';
import type { components } from '@suture/protocol/api/client-types.ts';
import type { Context } from '../context.ts';
import { EXIT, endWith } from '../exit-codes.ts';
import { printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { type Column, wantedRows, writeRows } from '../output/rows.ts';
import { plural } from '../output/words.ts';
import { connect } from '../server/connect.ts';
import { collect } from '../server/pages.ts';
import type { AuditListOptions } from './audit.ts';
import type { ServerOptions } from './server-options.ts';

type Entry = components['schemas']['AuditEntry'];

/** Of a whole record: more would not be read in a list. */
const VERIFYING_MS = 30 * 60_000;

export async function auditLs(options: AuditListOptions, context: Context): Promise<void> {
  const most = wantedRows(options);
  const { api, ask, origin } = await connect(options, context);
  const { actor, action, subject } = options;
  const only = { ...(actor && { actor }), ...(action && { action }), ...(subject && { subject }) };
  const { rows, total } = await collect(
    (at) => ask(api.GET('/api/v1/audit', { params: { query: { ...only, ...at } } })),
    most,
  );
  const list = {
    schema: 'suture.audit/1',
    about: { server: origin },
    rows,
    total,
    columns: COLUMNS,
    said: [total === 0 ? 'No entry is like that.' : `${plural(total, 'entry', 'entries')}, the newest first.`],
    next: 'suture audit verify',
  };
  writeRows(list, options, context);
}

const COLUMNS: readonly Column<Entry>[] = [
  { name: 'at', shown: ({ at }) => `${at.slice(0, 19).replace('T', ' ')} UTC`, value: ({ at }) => at },
  { name: 'action', shown: ({ action }) => action },
  { name: 'subject', shown: ({ subject }) => subject ?? '' },
  { name: 'actor', shown: ({ actor }) => actor },
  { name: 'address', shown: ({ address }) => address ?? '' },
  { name: 'before', shown: ({ before }) => jsonOf(before), isForPrograms: true },
  { name: 'after', shown: ({ after }) => cut(jsonOf(after)), value: ({ after }) => jsonOf(after) },
  {
    name: 'sequence',
    shown: ({ sequence }) => String(sequence),
    value: ({ sequence }) => sequence,
    isForPrograms: true,
  },
  { name: 'hash', shown: ({ hash }) => hash, isForPrograms: true },
];

const MOST_SHOWN = 90;
const cut = (text: string): string => (text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN - 1)}…` : text);

const jsonOf = (value: unknown): string => (value === null || value === undefined ? '' : JSON.stringify(value));

export async function auditVerify(options: ServerOptions, command: Command, context: Context): Promise<void> {
  const { api, ask, fetch, origin } = await connect(options, context);
  const verdict = await ask(api.GET('/api/v1/audit/verification', { fetch: fetch({ silentMs: VERIFYING_MS }) }));
  if (!verdict.ok) endWith(command, EXIT.error);
  if (options.json === true) {
    context.stdout.write(inertJson({ schema: 'suture.audit-verdict/1', server: origin, ...verdict }));
    return;
  }
  const lines = verdict.ok
    ? [
        `The record is whole: ${plural(verdict.entries, 'entry', 'entries')}, as they were written.`,
        `The last is ${verdict.sequence}, with hash ${verdict.hash}`,
        'Next: suture audit export audit.jsonl',
      ]
    : [
        `THE RECORD WAS CHANGED: it breaks at entry ${verdict.sequence}: ${verdict.why}`,
        'Next: suture audit export audit.jsonl',
      ];
  context.stdout.write(`${lines.map(printable).join('\n')}\n`);
}
