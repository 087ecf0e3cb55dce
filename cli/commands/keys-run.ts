// The work of `suture keys new`, `add`, `rotate` and `revoke`.
import { AppError } from '@suture/core/app-error.ts';
import type { Context } from '../context.ts';
import { confirm } from '../input/terminal-input.ts';
import { keepKey, keyMeant, readKeyName } from '../keys/key-files.ts';
import { newPassphrase } from '../keys/passphrase.ts';
import { fingerprintOf, newSealedKey, type SealedKey } from '../keys/sealed-key.ts';
import { printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { shellWords } from '../output/shell-words.ts';
import { listed } from '../output/words.ts';
import { type Connection, connect } from '../server/connect.ts';
import type { NewKeyOptions, RotateOptions } from './keys.ts';
import type { ConfirmOptions, ServerOptions } from './server-options.ts';

interface Made {
  readonly label: string;
  readonly fingerprint: string;
  readonly publicKey: string;
  readonly file: string;
}

export async function keysNew(text: string, options: NewKeyOptions, context: Context): Promise<void> {
  const made = await make(text, options, context);
  tell(context, options, made, [
    `The key ${made.label} is in ${made.file}, sealed under its passphrase. Nobody can bring either back.`,
    `Fingerprint: ${made.fingerprint}`,
    `Public half, for the endpoints: ${made.publicKey}`,
    `Next: ${shellWords(['suture', 'keys', 'add', made.label])}`,
  ]);
}

async function make(text: string, options: NewKeyOptions, context: Context): Promise<Made> {
  const label = readKeyName(text);
  const key = await newSealedKey(label, await newPassphrase(options, context));
  const file = await keepKey(label, key, context);
  return { label, fingerprint: fingerprintOf(key) ?? '', publicKey: key.publicKey, file };
}

export async function keysAdd(text: string, options: ServerOptions, context: Context): Promise<void> {
  const { key } = await keyMeant(text, context);
  const connection = await connect(options, context);
  const { label, fingerprint } = await add(connection, key);
  tell(context, options, { label, fingerprint, publicKey: key.publicKey }, [
    `What ${label} signs counts at ${connection.origin}. Endpoints believe it only where somebody has told them, too; on each, as root:`,
    `  suture-agent trust --add ${key.publicKey}`,
    'Next: suture keys ls',
  ]);
}

const add = ({ api, ask }: Connection, { publicKey, label }: SealedKey) =>
  ask(api.POST('/api/v1/operator-keys', { body: { publicKey, label } }));

export async function keysRotate(text: string, name: string, options: RotateOptions, context: Context): Promise<void> {
  const { key: old } = await keyMeant(text, context);
  // Asked first: a key that nobody can make known helps nobody.
  const connection = await connect(options, context);
  const { items } = await connection.ask(connection.api.GET('/api/v1/operator-keys'));
  const before = items.find(({ fingerprint }) => fingerprint === fingerprintOf(old));
  if (before === undefined || before.revokedAt !== null) {
    throw new AppError(
      'input',
      `${old.label} is not in force at ${connection.origin}`,
      `Nothing is to be rotated there; make a key: ${shellWords(['suture', 'keys', 'new', name])}`,
    );
  }
  const made = await make(name, options, context);
  await connection.ask(
    connection.api.POST('/api/v1/operator-keys', { body: { publicKey: made.publicKey, label: made.label } }),
  );
  tell(context, options, { ...made, follows: before.fingerprint }, [
    `The key ${made.label} is in force beside ${old.label}, in ${made.file}.`,
    `Tell the endpoints before ${old.label} is revoked, or they refuse all work; on each, as root:`,
    `  suture-agent trust --add ${made.publicKey}`,
    `Then: ${shellWords(['suture', 'keys', 'revoke', old.label])}`,
  ]);
}

const fewestDigits = 8;

export async function keysRevoke(text: string, options: ConfirmOptions, context: Context): Promise<void> {
  const { api, ask, origin } = await connect(options, context);
  const { items } = await ask(api.GET('/api/v1/operator-keys'));
  const inForce = items.filter(({ revokedAt }) => revokedAt === null);
  const isBeginning = text.length >= fewestDigits && /^[0-9a-f]+$/i.test(text);
  const meant = inForce.filter(
    ({ label, fingerprint }) => label === text || (isBeginning && fingerprint.startsWith(text.toLowerCase())),
  );
  const [one, ...others] = meant;
  if (one === undefined) {
    const labels = inForce.map(({ label }) => label);
    throw new AppError(
      'input',
      `no key in force at ${origin} is ${text}`,
      labels.length === 0 ? 'None is in force.' : `Those in force: ${listed(labels)}`,
    );
  }
  if (others.length > 0) {
    const lines = meant.map(({ label, fingerprint }) => `  ${fingerprint}  ${label}`);
    throw new AppError('input', `${meant.length} keys are ${text}; say which by its fingerprint`, lines.join('\n'));
  }
  const { label, fingerprint } = one;
  const last = inForce.length === 1 ? ' It is the last one: nothing can be signed then.' : '';
  await confirm(
    [
      `Revoke ${label} (${fingerprint.slice(0, 16)})? Plans that it signed do not count as signed by it any more.${last}`,
    ],
    options,
    context,
  );
  await ask(api.DELETE('/api/v1/operator-keys/{fingerprint}', { params: { path: { fingerprint } } }));
  tell(context, options, { label, fingerprint }, [
    `${label} signs nothing any more at ${origin}. Take its public half off the endpoints, too.`,
    'Next: suture keys ls',
  ]);
}

function tell(context: Context, { json }: { readonly json?: boolean }, value: object, lines: readonly string[]): void {
  context.stdout.write(
    json === true ? inertJson({ schema: 'suture.operator-key/1', ...value }) : `${lines.map(printable).join('\n')}\n`,
  );
}
