// The work of `suture package publish`, `ls` and `withdraw`.
import { createHash } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@suture/core/app-error.ts';
import { compareOwn } from '@suture/core/own-packages/compare.ts';
import { readRelease } from '@suture/core/own-packages/read-release.ts';
import type { OwnFile, Release } from '@suture/core/own-packages/release.ts';
import type { components } from '@suture/protocol/api/client-types.ts';
import { OWN } from '@suture/protocol/packages/limits.ts';
import { signRelease } from '@suture/protocol/packages/statements.ts';
import type { Context } from '../context.ts';
import { confirm } from '../input/terminal-input.ts';
import { whyUnread } from '../inventories/read-text.ts';
import { keyMeant } from '../keys/key-files.ts';
import { unlocked } from '../keys/passphrase.ts';
import { grouped } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { type Column, wantedRows, writeRows } from '../output/rows.ts';
import { shellWords } from '../output/shell-words.ts';
import { plural } from '../output/words.ts';
import { digested } from '../packages/manifest.ts';
import { type Connection, connect } from '../server/connect.ts';
import { tell } from './package-run.ts';
import type { PublishOptions } from './package.ts';
import type { ConfirmOptions, ListOptions } from './server-options.ts';

type Shown = components['schemas']['OwnRelease'];

export async function packagePublish(file: string, options: PublishOptions, context: Context): Promise<void> {
  const { release, text } = await readReleaseFile(file);
  const folder = path.dirname(file);
  const files = new Map(release.installers.map((each) => [each.file.sha256, each.file]));
  for (const each of files.values()) await compare(folder, each);
  const { package: name, version } = release;
  const connection = await connect(options, context);
  const { api, ask, origin } = connection;
  const { organisation, items } = await ask(api.GET('/api/v1/own-packages'));
  const key = await keyMeant(options.key, context);
  const bytes = [...files.values()].reduce((sum, each) => sum + each.bytes, 0);
  await confirm(
    [
      `Publish ${name} ${version} by ${release.vendor} on ${origin}, signed with ${key.key.label}?`,
      `${plural(files.size, 'file', 'files')}, ${grouped(bytes)} bytes; for ${systemsOf(release)}.`,
      'What it installs is run as root on the machines that a plan names.',
      ...besideNewer(release, items),
    ],
    options,
    context,
  );
  const signer = await unlocked(key, options, context);
  for (const each of files.values()) await send(connection, folder, each);
  const statement = { organisation, package: name, version, release: createHash('sha256').update(text).digest('hex') };
  const { signatures, ...envelope } = signRelease(statement, [signer]);
  const body = { release: text, envelope: { ...envelope, signatures: [...signatures] } };
  const published = await ask(api.POST('/api/v1/own-packages', { body }));
  if (options.json === true)
    return void context.stdout.write(inertJson({ schema: 'suture.package-published/1', ...published }));
  tell(context, [
    `${name} ${version} is on offer with ${plural(published.signers.length, 'signature', 'signatures')}. Machines take it where as many signed as their trust file asks for.`,
    ...besideNewer(release, items),
    `Next: ${shellWords(['suture', 'plan', '--patch', name])}`,
  ]);
}

/** Nothing is wrong with it, and it may be not what somebody means. */
function besideNewer({ package: name, version, installers }: Release, items: readonly Shown[]): readonly string[] {
  const kind = installers[0]?.kind ?? 'archive';
  const newer = items
    .filter((each) => each.package === name && each.withdrawnAt === null && compareOwn(kind, each.version, version) > 0)
    .toSorted((a, b) => compareOwn(kind, b.version, a.version))[0];
  return newer === undefined
    ? []
    : [`${name} ${newer.version}, which is newer, is on offer: machines that it fits go on being offered that one.`];
}

const systemsOf = ({ installers }: Release): string =>
  [...new Set(installers.flatMap(({ fits }) => fits.systems))].join(', ');

async function readReleaseFile(file: string): Promise<{ readonly release: Release; readonly text: string }> {
  const no = (why: string, cause?: unknown): AppError =>
    new AppError('input', `${file} ${why}`, 'Make it: suture package build MANIFEST', cause);
  const about = await stat(file).catch((cause: unknown) => {
    throw no(whyUnread(cause), cause);
  });
  if (!about.isFile() || about.size > OWN.release) throw no('is no release');
  const text = await readFile(file, 'utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw no('is no JSON', cause);
  }
  const read = readRelease(value);
  if (read.ok) return { release: read.release, text };
  const [first] = read.faults;
  throw no(`is no release: ${first?.at ?? ''}: ${first?.problem ?? ''}`);
}

async function compare(folder: string, { name, bytes, sha256 }: OwnFile): Promise<void> {
  const found = await digested(path.join(folder, name), name).catch((cause: unknown) => {
    throw new AppError('input', `${name} cannot be read beside the release`, undefined, cause);
  });
  if (found.sha256 !== sha256 || found.bytes !== bytes)
    throw new AppError('input', `${name} is not the file that the release was built of`, 'Build it anew.');
}

/** From where it was cut off. */
async function send({ api, ask }: Connection, folder: string, { name, bytes, sha256 }: OwnFile): Promise<void> {
  const params = { path: { sha256 } };
  const there = await ask(api.GET('/api/v1/own-files/{sha256}', { params }));
  if (there.isComplete) return;
  const opened = await open(path.join(folder, name), 'r');
  try {
    const parts = Math.ceil(bytes / there.partBytes);
    for (let part = there.parts; part < parts; part += 1) {
      const from = part * there.partBytes;
      const length = Math.min(there.partBytes, bytes - from);
      const { buffer, bytesRead } = await opened.read(Buffer.alloc(length), 0, length, from);
      const data = buffer.subarray(0, bytesRead).toString('base64');
      await ask(
        api.PUT('/api/v1/own-files/{sha256}/parts/{part}', { params: { path: { sha256, part } }, body: { data } }),
      );
    }
  } finally {
    await opened.close();
  }
  await ask(api.POST('/api/v1/own-files/{sha256}', { params, body: { bytes } }));
}

export async function packageLs(options: ListOptions, context: Context): Promise<void> {
  const most = wantedRows(options);
  const { api, ask, origin } = await connect(options, context);
  const { items } = await ask(api.GET('/api/v1/own-packages'));
  const offered = items.filter(({ withdrawnAt }) => withdrawnAt === null);
  writeRows(
    {
      schema: 'suture.packages/1',
      about: { server: origin },
      rows: items.slice(0, most),
      total: items.length,
      columns: COLUMNS,
      said: [
        items.length === 0
          ? 'There is no package of your own.'
          : `${plural(items.length, 'release', 'releases')}, ${offered.length} on offer.`,
      ],
      next: 'suture package build ./package.yaml',
    },
    options,
    context,
  );
}

const COLUMNS: readonly Column<Shown>[] = [
  { name: 'package', shown: (row) => row.package },
  { name: 'version', shown: ({ version }) => version },
  { name: 'state', shown: ({ withdrawnAt }) => (withdrawnAt === null ? 'on offer' : 'withdrawn') },
  { name: 'for', shown: ({ systems }) => systems.join(' ') },
  { name: 'as', shown: ({ kinds }) => [...new Set(kinds)].join(' ') },
  { name: 'bytes', shown: ({ bytes }) => grouped(bytes), value: ({ bytes }) => bytes, right: true },
  {
    name: 'signed by',
    shown: ({ signers }) =>
      signers.length === 0 ? 'nobody in force' : signers.map((key) => key.slice(0, 8)).join(' '),
    value: ({ signers }) => signers.join(' '),
  },
  { name: 'published', shown: ({ publishedAt, publishedBy }) => `${publishedAt.slice(0, 10)} by ${publishedBy}` },
];

export async function packageWithdraw(
  name: string,
  version: string,
  options: ConfirmOptions,
  context: Context,
): Promise<void> {
  const { api, ask } = await connect(options, context);
  await confirm([`Withdraw ${name} ${version}? That version can never be published again.`], options, context);
  const named = { package: name, version };
  await ask(api.DELETE('/api/v1/own-packages/{package}/{version}', { params: { path: named } }));
  if (options.json === true)
    return void context.stdout.write(inertJson({ schema: 'suture.package-withdrawn/1', package: name, version }));
  tell(context, [`${name} ${version} is offered no more; where it is installed it stays.`, 'Next: suture package ls']);
}
