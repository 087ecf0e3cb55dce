// What the inventory files given on the command line hold: the machine need not be there, nor run anything.
import path from 'node:path';
import { AppError } from '@suture/core/app-error.ts';
import { parseOperatingSystem } from '@suture/core/packages/operating-system.ts';
import type { Inventory, OperatingSystem, Package } from '@suture/core/packages/package.ts';
import type { AdvisoryDatabase } from '@suture/feeds/database/database.ts';
import type { SubjectOptions } from '../commands/scan.ts';
import { readText } from '../inventories/read-text.ts';
import type { Incomplete } from '../scan-document.ts';
import type { Scanned } from './scanned.ts';

interface Source {
  readonly option: string;
  readonly name: string;
  read(): Promise<{ readonly inventory: Inventory; readonly system?: OperatingSystem | undefined }>;
}

/** Reads every file given; several are one machine's. Throws an AppError where one cannot be used at all. */
export async function fromFiles(options: SubjectOptions, database: AdvisoryDatabase | undefined): Promise<Scanned> {
  const given = options.os === undefined ? undefined : systemOf(options.os);
  const sources = sourcesOf(options, given);
  const packages: Package[] = [];
  const incomplete: Incomplete[] = [];
  let system = given;
  for (const source of sources) {
    const { inventory, system: found } = await source.read();
    system ??= found;
    if (inventory.status === 'failed') {
      throw new AppError('input', `${source.option} ${source.name}: ${inventory.problems.join('; ')}`, 'A machine without an inventory is unknown, not patched.');
    }
    packages.push(...inventory.packages);
    incomplete.push(...inventory.problems.map((why) => ({ what: `inventory ${source.name}`, why, remedy: null })));
  }
  return {
    endpoint: {
      name: path.basename(sources[0]?.name ?? ''),
      inventory: sources.map(({ name }) => name).join(', '),
      os: system === undefined ? null : { id: system.id, version: system.version, name: system.name ?? `${system.id} ${system.version}` },
      packages: packages.length,
    },
    system,
    packages: resolveProducts(packages, database, incomplete),
    updates: undefined,
    changelogs: [],
    releases: [],
    incomplete,
  };
}

function systemOf(text: string): OperatingSystem {
  const reading = parseOperatingSystem(text);
  if (!reading.ok) throw new AppError('usage', `--os ${text}: ${reading.reason}`, 'Write it like debian:12, ubuntu:22.04, almalinux:9, alpine:3.19');
  return reading.os;
}

function sourcesOf(options: SubjectOptions, given: OperatingSystem | undefined): readonly Source[] {
  const sources: Source[] = [];
  const file = (option: string, name: string | undefined, read: (text: string) => Promise<{ inventory: Inventory; system?: OperatingSystem | undefined }>): void => {
    if (name !== undefined) sources.push({ option, name, read: async () => read(await textOf(option, name)) });
  };
  file('--dpkg-status', options.dpkgStatus, async (text) => ({
    inventory: (await import('../inventories/dpkg-status.ts')).readDpkgStatus(text, needed('--dpkg-status', given)),
  }));
  file('--rpm-qa', options.rpmQa, async (text) => ({
    inventory: (await import('../inventories/rpm-qa.ts')).readRpmQa(text, needed('--rpm-qa', given)),
  }));
  file('--apk-installed', options.apkInstalled, async (text) => ({
    inventory: (await import('../inventories/apk-installed.ts')).readApkInstalled(text, needed('--apk-installed', given)),
  }));
  file('--sbom', options.sbom, async (text) => (await import('../inventories/sbom.ts')).readSbom(text, given));
  file('--purls', options.purls, async (text) => ({ inventory: (await import('../inventories/purls.ts')).readPurls(text, given) }));
  const builds = options.windowsBuild;
  if (builds !== undefined) {
    sources.push({
      option: '--windows-build',
      name: builds.join(', '),
      read: async () => ({ inventory: (await import('../inventories/windows-builds.ts')).readWindowsBuilds(builds) }),
    });
  }
  return sources;
}

function needed(option: string, system: OperatingSystem | undefined): OperatingSystem {
  if (system !== undefined) return system;
  throw new AppError('usage', `${option} needs --os: versions mean nothing without the distribution they are from`, 'Add for example --os debian:12');
}

async function textOf(option: string, name: string): Promise<string> {
  const reading = await readText(name);
  if (reading.ok) return reading.text;
  throw new AppError('input', `${option} ${name}: ${reading.reason}`);
}

/** A Windows product may be given by name; advisories know it by Microsoft's id. */
function resolveProducts(packages: readonly Package[], database: AdvisoryDatabase | undefined, incomplete: Incomplete[]): readonly Package[] {
  return packages.map((pkg) => {
    if (pkg.ecosystem !== 'Windows' || database === undefined) return pkg;
    const product = database.product('Windows', pkg.name);
    if (product !== undefined) return { ...pkg, name: product.id };
    incomplete.push({ what: `Windows product ${pkg.name}`, why: 'the advisory database knows no product of that id or name', remedy: 'suture db update --only msrc' });
    return pkg;
  });
}
