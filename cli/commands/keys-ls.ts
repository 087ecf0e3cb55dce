// The work of `suture keys ls`.
import type { components } from '@suture/protocol/api/client-types.ts';
import type { Context } from '../context.ts';
import { ownKeys } from '../keys/key-files.ts';
import { fingerprintOf } from '../keys/sealed-key.ts';
import { ageText } from '../output/age.ts';
import { type Column, wantedRows, writeRows } from '../output/rows.ts';
import { shellWords } from '../output/shell-words.ts';
import { plural } from '../output/words.ts';
import { connect } from '../server/connect.ts';
import type { KeyListOptions } from './keys.ts';

type Known = components['schemas']['OperatorKey'];

interface Shown extends Pick<Known, 'label' | 'fingerprint'> {
  readonly state: 'in force' | 'revoked' | 'not asked';
  readonly file: string | null;
  readonly addedAt: string | null;
}

export async function keysLs(options: KeyListOptions, context: Context): Promise<void> {
  const most = wantedRows(options);
  const own = (await ownKeys(context)).map(({ path, key }) => ({
    path,
    label: key.label,
    fingerprint: fingerprintOf(key) ?? '',
  }));
  const isHere = options.here === true;
  const server = isHere ? undefined : await connect(options, context);
  const known = server === undefined ? [] : (await server.ask(server.api.GET('/api/v1/operator-keys'))).items;
  const rows: readonly Shown[] = isHere
    ? own.map(({ path, label, fingerprint }) => ({ label, fingerprint, state: 'not asked', file: path, addedAt: null }))
    : known.map(({ label, fingerprint, revokedAt, addedAt }) => ({
        label,
        fingerprint,
        state: revokedAt === null ? 'in force' : 'revoked',
        file: own.find((each) => each.fingerprint === fingerprint)?.path ?? null,
        addedAt,
      }));
  const unknown = isHere
    ? []
    : own.filter(({ fingerprint }) => !known.some((each) => each.fingerprint === fingerprint));
  const inForce = rows.filter(({ state }) => state === 'in force').length;
  const said = isHere
    ? [own.length === 0 ? 'This machine has no key.' : `${plural(own.length, 'key', 'keys')} on this machine.`]
    : [
        inForce === 0
          ? 'No key is in force: nothing can be signed.'
          : `${plural(inForce, 'key is', 'keys are')} in force.`,
        ...unknown.map(({ label }) => `${label} is on this machine and not known to the server.`),
      ];
  const next =
    unknown[0] === undefined
      ? rows.length === 0
        ? 'suture keys new NAME'
        : 'suture sign PLAN'
      : shellWords(['suture', 'keys', 'add', unknown[0].label]);
  const about = server === undefined ? {} : { server: server.origin };
  const list = {
    schema: 'suture.operator-keys/1',
    about,
    total: rows.length,
    columns: columnsAt(context.now()),
    said,
    next,
  };
  writeRows({ ...list, rows: rows.slice(0, most) }, options, context);
}

const columnsAt = (now: Date): readonly Column<Shown>[] => [
  { name: 'key', shown: ({ label }) => label },
  {
    name: 'fingerprint',
    shown: ({ fingerprint }) => fingerprint.slice(0, 16),
    value: ({ fingerprint }) => fingerprint,
  },
  { name: 'state', shown: ({ state }) => (state === 'not asked' ? '' : state), value: ({ state }) => state },
  {
    name: 'added',
    shown: ({ addedAt }) => (addedAt === null ? '' : ageText(addedAt, now)),
    value: ({ addedAt }) => addedAt,
  },
  { name: 'here', shown: ({ file }) => file ?? '', value: ({ file }) => file },
];
