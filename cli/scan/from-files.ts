// What the inventory files given on the command line hold: the machine need not be there, nor run anything.
import path from 'node:path';
import { AppError } from '@suture/core/app-error.ts';
import { parseOperatingSystem } from '@suture/core/packages/operating-system.ts';
import type { Inventory, OperatingSystem, Package } from '@suture/core/packages/package.ts';
import type { AdvisoryDatabase } from '@suture/feeds/database/database.ts';
import type { InventoryOptions } from '../commands/scan.ts';
import type { Context } from '../context.ts';
import { readText } from '../inventories/read-text.ts';
import type { Incomplete } from '../scan-document.ts';
import type { Scanned } from './scanned.ts';

interface Reading {
  readonly inventory: Inventory;
  readonly system?: OperatingSystem | undefined;
}

interface Source {
  readonly option: string;
  readonly name: string;
  read(): Promise<Reading>;
}

/** Reads every file given; several are one machine's. Throws an AppError where one cannot be used at all. */
export async function fromFiles(
  options: InventoryOptions,
  database: AdvisoryDatabase | undefined,
  context: Context,
): Promise<Scanned> {
  const given = options.os === undefined ? undefined : systemOf(options.os);
  const sources = sourcesOf(options, given, context);
  const packages: Package[] = [];
  const incomplete: Incomplete[] = [];
  let system = given;
  for (const source of sources) {
    const { inventory, system: found } = await source.read();
    system ??= found;
    if (inventory.status === 'failed') {
      const remedy = 'A machine without an inventory is unknown, not patched.';
      throw new AppError('input', `${source.option} ${source.name}: ${inventory.problems.join('; ')}`, remedy);
    }
    packages.push(...inventory.packages);
    incomplete.push(...inventory.problems.map((why) => ({ what: `inventory ${source.name}`, why, remedy: null })));
  }
  const names = sources.map(({ name }) => (name === '-' ? 'standard input' : name));
  return {
    endpoint: {
      name: path.basename(names[0] ?? ''),
      inventory: names.join(', '),
      os:
        system === undefined
          ? null
          : { id: system.id, version: system.version, name: system.name ?? `${system.id} ${system.version}` },
      packages: packages.length,
    },
    system,
    packages: resolveProducts(packages, database, incomplete),
    updates: undefined,
    changelogs: [],
    readChangelogs: undefined,
    releases: [],
    incomplete,
  };
}

function systemOf(text: string): OperatingSystem {
  const reading = parseOperatingSystem(text);
  if (reading.ok) return reading.os;
  throw new AppError(
    'usage',
    `--os ${text}: ${reading.reason}`,
    'Write it like debian:12, ubuntu:22.04, almalinux:9, alpine:3.19',
  );
}

function sourcesOf(options: InventoryOptions, given: OperatingSystem | undefined, context: Context): readonly Source[] {
  const sources: Source[] = [];
  const file = (option: string, name: string | undefined, read: (text: string) => Promise<Reading>): void => {
    if (name === undefined) return;
    if (name === '-' && sources.some((source) => source.name === '-')) {
      throw new AppError(
        'usage',
        `${option} -: standard input can be read only once`,
        'Give the other inventory as a file.',
      );
    }
    sources.push({ option, name, read: async () => read(await textOf(option, name, context)) });
  };
  file('--dpkg-status', options.dpkgStatus, async (text) => ({
    inventory: (await import('../inventories/dpkg-status.ts')).readDpkgStatus(text, needed('--dpkg-status', given)),
  }));
  file('--rpm-qa', options.rpmQa, async (text) => ({
    inventory: (await import('../inventories/rpm-qa.ts')).readRpmQa(text, needed('--rpm-qa', given)),
  }));
  file('--apk-installed', options.apkInstalled, async (text) => ({
    inventory: (await import('../inventories/apk-installed.ts')).readApkInstalled(
      text,
      needed('--apk-installed', given),
    ),
  }));
  file('--sbom', options.sbom, async (text) => (await import('../inventories/sbom.ts')).readSbom(text, given));
  file('--purls', options.purls, async (text) => ({
    inventory: (await import('../inventories/purls.ts')).readPurls(text, given),
  }));
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
  const message = `${option} needs --os: versions mean nothing without the distribution they are from`;
  throw new AppError('usage', message, 'Add for example --os debian:12');
}

async function textOf(option: string, name: string, context: Context): Promise<string> {
  const reading = await readText(name, undefined, () => context.stdin);
  if (reading.ok) return reading.text;
  throw new AppError('input', `${option} ${name}: ${reading.reason}`);
}

/** A Windows product is given by Microsoft's id or by its name; advisories go by the id, people by the name. */
function resolveProducts(
  packages: readonly Package[],
  database: AdvisoryDatabase | undefined,
  incomplete: Incomplete[],
): readonly Package[] {
  return packages.map((pkg) => {
    if (pkg.ecosystem !== 'Windows' || database === undefined) return pkg;
    const product = database.product('Windows', pkg.name);
    if (product !== undefined) {
      return { ...pkg, name: product.id, source: { name: product.name, version: pkg.version } };
    }
    const listed = database.covers('Windows');
    const why = listed
      ? 'Microsoft lists no product of that id or name; it is written in full, such as “Windows Server 2019”'
      : 'the advisory database holds nothing on Windows';
    incomplete.push({
      what: `Windows product ${pkg.name}`,
      why,
      remedy: listed ? null : 'suture db update --only msrc',
    });
    return { ...pkg, ecosystem: undefined };
  });
}
