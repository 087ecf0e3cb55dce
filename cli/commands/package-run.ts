// The work of `suture package lint` and `build`.
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@suture/core/app-error.ts';
import { canonicalJson } from '@suture/core/audit/canonical-json.ts';
import type { Fault } from '@suture/core/own-packages/release.ts';
import { writeRelease } from '@suture/core/own-packages/write-release.ts';
import type { Context } from '../context.ts';
import { printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { shellWords } from '../output/shell-words.ts';
import { plural } from '../output/words.ts';
import { type Looked, lookAtManifest, withDigests } from '../packages/manifest.ts';
import type { PackageOptions } from './package.ts';

export async function packageLint(manifest: string, options: PackageOptions, context: Context): Promise<void> {
  const { release, unsure } = await withoutFault(manifest, options, context);
  const { package: name, version, installers } = release;
  if (options.json === true) {
    const said = { package: name, version, installers: installers.length, unsure, faults: [] };
    return void context.stdout.write(inertJson({ schema: 'suture.package-lint/1', ...said }));
  }
  const kinds = [...new Set(installers.map(({ kind }) => kind))].join(', ');
  tell(context, [
    `${name} ${version}: ${plural(installers.length, 'installer', 'installers')} (${kinds}); no fault.`,
    ...unsure,
    `Next: ${shellWords(['suture', 'package', 'build', manifest])}`,
  ]);
}

export async function packageBuild(manifest: string, options: PackageOptions, context: Context): Promise<void> {
  const looked = await withoutFault(manifest, options, context);
  const release = await withDigests(looked);
  const written = canonicalJson(writeRelease(release));
  if (!written.ok) throw new AppError('input', `the release cannot be written: ${written.problem}`);
  const { package: name, version, installers } = release;
  const out = options.out ?? path.join(looked.folder, `${name}_${version.replaceAll(':', '%3a')}.release.json`);
  await writeFile(out, written.text);
  const sha256 = createHash('sha256').update(written.text).digest('hex');
  if (options.json === true) {
    const said = { package: name, version, sha256, file: out, unsure: looked.unsure };
    const files = installers.map(({ file }) => file);
    return void context.stdout.write(inertJson({ schema: 'suture.package-release/1', ...said, files }));
  }
  tell(context, [
    `${name} ${version} is in ${out}: SHA-256 ${sha256}.`,
    ...installers.map(({ kind, file }) => `  ${kind.padEnd(8)} ${file.sha256}  ${file.name}`),
    ...looked.unsure,
    `Next: ${shellWords(['suture', 'package', 'publish', out])}`,
  ]);
}

export function tell({ stdout }: Pick<Context, 'stdout'>, lines: readonly string[]): void {
  stdout.write(`${lines.map(printable).join('\n')}\n`);
}

async function withoutFault(manifest: string, { json }: PackageOptions, { stdout }: Context): Promise<Looked> {
  const read = await lookAtManifest(manifest);
  if (read.ok) return read.looked;
  if (json === true) stdout.write(inertJson({ schema: 'suture.package-lint/1', faults: read.faults }));
  const count = plural(read.faults.length, 'fault', 'faults');
  throw new AppError(
    'input',
    [`${manifest} has ${count}:`, ...read.faults.map(line)].join('\n'),
    'The members: docs/reference/packages.md',
  );
}

const line = ({ at, problem }: Fault): string => `  ${at}: ${problem}`;
