// Holds docs/reference/scan.schema.json to what scans print, and to every key of the type they are made of.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCli } from './run.fixture.ts';
import { type Sample, sample } from './sample.fixture.ts';
import type { ScanDocument } from './scan-document.ts';

const page = (name: string): string => readFileSync(path.join(import.meta.dirname, '../docs/reference', name), 'utf8');

interface Node {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Node>>;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: Node;
}
const schema = JSON.parse(page('scan.schema.json')) as Node;
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
const validate = ajv.compile(schema);
const errorsOf = (document: unknown): readonly unknown[] => (validate(document) ? [] : (validate.errors ?? []));

const resolve = (node: Node): Node =>
  node.$ref === undefined ? node : (schema.$defs?.[node.$ref.replace('#/$defs/', '')] ?? {});

/** `endpoint.os.id`, `findings[].aliases[]`: every place the schema describes. */
function placesIn(given: Node, at = ''): readonly string[] {
  const node = resolve(given);
  const inside = Object.entries(node.properties ?? {}).flatMap(([key, child]) =>
    placesIn(child, at === '' ? key : `${at}.${key}`),
  );
  return [at, ...inside, ...(node.items ? placesIn(node.items, `${at}[]`) : [])];
}

/** The same of a document. */
function placesOf(value: unknown, at = ''): readonly string[] {
  if (Array.isArray(value)) return [at, ...value.flatMap((item) => placesOf(item, `${at}[]`))];
  if (typeof value !== 'object' || value === null) return [at];
  const inside = Object.entries(value).flatMap(([key, child]) => placesOf(child, at === '' ? key : `${at}.${key}`));
  return [at, ...inside];
}

/** Every optional key present, every nullable one not null: what the type can hold at most. */
type Full<T> = T extends readonly (infer Item)[]
  ? readonly Full<Item>[]
  : T extends object
    ? { readonly [K in keyof T]-?: Full<Exclude<T[K], undefined | null>> }
    : T;

const full: Full<ScanDocument> = {
  schema: 'suture.scan/1',
  tool: { name: 'suture', version: '1.2.3' },
  scannedAt: '2025-07-01T12:00:00.000Z',
  policy: 'cvss',
  exposure: 'internal',
  endpoint: {
    name: 'web-1',
    inventory: 'this machine',
    os: { id: 'debian', version: '12', name: 'Debian' },
    packages: 2,
    kernel: { running: '6.1.0-1', installed: '6.1.0-2' },
    restart: [{ kind: 'reboot', name: 'machine', why: 'the kernel is newer' }],
  },
  judged: 1,
  feeds: [
    {
      name: 'kev',
      records: 1,
      upstreamDate: '2025-06-20',
      fetchedAt: '2025-07-01T12:00:00Z',
      ageHours: 0.5,
      stale: true,
      error: 'no network',
    },
  ],
  findings: [
    {
      id: 'CVE-2099-1',
      aliases: ['GHSA-1'],
      advisories: ['DSA-1'],
      summary: 'text',
      package: { purl: 'pkg:deb/debian/a@1', name: 'a', version: '1', arch: 'amd64' },
      source: { name: 'a', version: '1' },
      fixedVersion: '2',
      state: 'affected',
      severity: 'high',
      cvss: { score: 9.8, vector: 'CVSS:3.1/AV:N', source: 'GHSA' },
      epss: { score: 0.1, percentile: 0.9, date: '2025-06-20' },
      exploited: { added: '2025-06-20', ransomware: true },
      deadline: {
        due: '2025-06-20',
        rule: 'rule',
        overdueDays: 11,
        forensics: true,
        reasons: [{ factor: 'epss', value: '10 %', source: 'EPSS', date: '2025-06-20', derived: 'from it' }],
      },
      evidence: {
        matches: [
          {
            advisory: 'DSA-1',
            feed: 'osv:Debian',
            range: '< 2',
            fixedVersion: '2',
            published: '2025-06-20',
            kb: '5000000',
            module: 'nodejs:18',
          },
        ],
        notes: ['note'],
      },
    },
  ],
  patches: [
    {
      source: 'a',
      from: '1',
      to: '2',
      packages: ['a'],
      closes: ['CVE-2099-1'],
      due: '2025-06-20',
      overdueDays: 11,
      severity: 'high',
      exploited: true,
      offered: 'held',
      why: 'hold',
    },
  ],
  updates: [
    {
      adapter: 'apt',
      package: 'a',
      arch: 'amd64',
      source: { name: 'a', version: '2' },
      installed: '1',
      candidate: '2',
      origin: 'Debian-Security:12',
      security: { is: 'unknown', why: 'why' },
      heldBack: { cause: 'hold', why: 'hold' },
      bytes: 1,
    },
  ],
  lifecycle: [
    {
      product: 'debian',
      release: '12',
      label: 'Debian 12',
      state: 'extended',
      endOfLife: '2026-07-11',
      extendedUntil: '2028-06-30',
      source: 'distro-info',
      note: 'LTS',
    },
  ],
  incomplete: [{ what: 'a', why: 'b', remedy: 'c' }],
};

describe('the schema of a scan', () => {
  it('names exactly the keys that the type has', () => {
    expect([...new Set(placesIn(schema))].toSorted()).toEqual([...new Set(placesOf(full))].toSorted());
    expect(errorsOf(full)).toEqual([]);
  });

  it('describes every key, and allows no others', () => {
    const bare: string[] = [];
    const walk = (given: Node, at: string): void => {
      const node = resolve(given);
      if (node.properties !== undefined && node.additionalProperties !== false) bare.push(`${at} is open`);
      for (const [key, child] of Object.entries(node.properties ?? {})) {
        if ((resolve(child).description ?? '') === '') bare.push(`${at}.${key} is not described`);
        walk(child, `${at}.${key}`);
      }
      if (node.items !== undefined) walk(node.items, `${at}[]`);
    };
    walk(schema, '');
    expect(bare).toEqual([]);
    expect(errorsOf({ ...full, more: 1 })).toHaveLength(1);
    expect(errorsOf({ ...full, findings: [{ ...full.findings[0], state: 'fine' }] })).toHaveLength(1);
    expect(errorsOf({ ...full, incomplete: undefined })).toHaveLength(1);
  });
});

describe('every scan keeps to the schema', () => {
  let world: Sample;
  beforeAll(async () => {
    world = await sample();
  });

  it.each([
    ['Debian', '--dpkg-status', 'debian12.status', '--os', 'debian:12'],
    ['Ubuntu with Pro', '--dpkg-status', 'ubuntu22.04.status', '--os', 'ubuntu:22.04+esm-apps'],
    ['AlmaLinux with modules', '--rpm-qa', 'almalinux9.rpmqa.tsv', '--os', 'almalinux:9'],
    ['Alpine', '--apk-installed', 'alpine3.20.apk-installed', '--os', 'alpine:3.20'],
    ['languages', '--purls', 'purls.txt'],
    ['a system no feed covers', '--rpm-qa', 'rhel9.2.rpmqa.tsv', '--os', 'fedora:42'],
  ])('%s', async (_, option, file, ...more) => {
    const { out } = await world.run(['scan', option, world.inventory(file), ...more, '--json']);
    expect(errorsOf(JSON.parse(out))).toEqual([]);
  });

  it('Windows', async () => {
    const { out } = await world.run(['scan', '--windows-build', '90001=10.0.30000.400', '--json']);
    expect(errorsOf(JSON.parse(out))).toEqual([]);
  });

  it('without a database', async () => {
    const { out } = await world.run(['scan', '--purls', world.inventory('purls.txt'), '--json'], {
      env: { SUTURE_DB: '', XDG_DATA_HOME: '/nonexistent' },
    });
    expect(errorsOf(JSON.parse(out))).toEqual([]);
    expect(JSON.parse(out)).toMatchObject({ judged: 0, feeds: [], findings: [] });
  });

  it.runIf(process.platform === 'linux')('this machine', { timeout: 120_000 }, async () => {
    const { out } = await world.run(['scan', '--json']);
    expect(errorsOf(JSON.parse(out))).toEqual([]);
    expect((JSON.parse(out) as ScanDocument).endpoint).toMatchObject({ inventory: 'this machine' });
  });
});

it('the example of docs/reference/scan.md is what the sample gives', async () => {
  const { run } = await sample('osv:npm', 'kev');
  const { out } = await run(['scan', '--purls', '-', '--json'], { stdin: 'pkg:npm/examplejs@1.2.3\n' });
  const [, example = ''] = /```json\n(.*?)```/s.exec(page('scan.md')) ?? [];
  expect(JSON.parse(example)).toEqual(JSON.parse(out));
});

it('a key that was asked for as JSON lines is a finding of the same shape', async () => {
  const { run } = await sample('osv:npm', 'kev');
  const { out } = await run(['scan', '--purls', '-', '--jsonl'], { stdin: 'pkg:npm/examplejs@1.2.3\n' });
  const lines = out.trimEnd().split('\n');
  expect(errorsOf({ ...full, findings: lines.map((line) => JSON.parse(line) as unknown) })).toEqual([]);
  expect(lines).toHaveLength(1);
  expect((await runCli(['scan', '--jsonl', '--json'])).code).toBe(2);
});
