// What a look reads of a machine: services, ports, room; and the probes that a policy adds.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hostileMachines, monotonousHost } from '@suture/adapters/conformance.ts';
import { localHost } from '@suture/adapters/local-host.ts';
import type { CustomProbe } from '@suture/core/probes/observation.ts';
import { probeFault } from '@suture/core/probes/probe-text.ts';
import { askCustom } from './custom.ts';
import { observe } from './observe.ts';
import {
  countProcessors,
  parseBootId,
  parseLoad,
  parseOnDemand,
  parseSockets,
  parseSpace,
  parseUnits,
} from './parse.ts';
import { openSockets } from './sockets.ts';

test('services are those with a name, without what comes and goes', () => {
  const text =
    'nginx.service loaded active running A high performance web server\n● lab.service loaded failed failed lab\nuser@0.service loaded active running x\ngarbage\nsuture-agent.service loaded active running y\n';
  expect(parseUnits(text)).toEqual(['lab.service', 'nginx.service']);
});

test('a service that is started on demand and by nothing else may end by itself; what belongs to the machine may not', () => {
  const show = (id: string, said: Readonly<Record<string, string>>): string =>
    Object.entries({ BusName: '', WantedBy: '', RequiredBy: '', TriggeredBy: '', ...said, Id: id })
      .map((line) => line.join('='))
      .join('\n');
  const text = [
    show('systemd-timedated.service', { BusName: 'org.freedesktop.timedate1' }),
    show('sshd@4-10.0.0.1:22.service', { TriggeredBy: 'sshd.socket' }),
    show('backup-now.service', { Transient: 'yes' }),
    // Those start with the machine, or with what needs them, or by hand.
    show('systemd-logind.service', { BusName: 'org.freedesktop.login1', WantedBy: 'multi-user.target' }),
    show('docker.service', { TriggeredBy: 'docker.socket', WantedBy: 'multi-user.target' }),
    show('needed.service', { BusName: 'a.b', RequiredBy: 'shop.service' }),
    show('by-hand.service', { Transient: 'no' }),
    // An older systemd does not say all of it.
    'Id=half.service\nBusName=a.b',
    'garbage',
  ].join('\n\n');
  expect([...parseOnDemand(`${text}\n`)]).toEqual([
    'systemd-timedated.service',
    'sshd@4-10.0.0.1:22.service',
    'backup-now.service',
  ]);
});

test('a service on demand is none of those that have to go on', async () => {
  const said: Readonly<Record<string, string>> = {
    '--state=running': 'nginx.service loaded active running x\nsystemd-timedated.service loaded active running y\n',
    '--state=failed': '',
  };
  const machine = monotonousHost({ kind: 'missing' }, { kind: 'missing' });
  const host = {
    ...machine,
    exists: async () => true,
    run: async ({ argv }: { readonly argv: readonly string[] }) => {
      const shown = 'Id=systemd-timedated.service\nBusName=a.b\nTriggeredBy=\nWantedBy=\nRequiredBy=\n';
      const stdout = argv[1] === 'show' ? shown : (said[argv.at(-1) ?? ''] ?? '');
      return { kind: 'exited' as const, code: 0, stdout, stderr: '', truncated: false };
    },
  };
  expect((await observe(host, options)).units).toEqual({ active: ['nginx.service'], failed: [] });
});

test('ports are those that services choose', () => {
  const text =
    'tcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:*\nudp UNCONN 0 0 127.0.0.1:323 0.0.0.0:*\ntcp LISTEN 0 1 [::]:22 [::]:*\ntcp LISTEN 0 1 127.0.0.1:45123 0.0.0.0:*\nnetlink x\n';
  expect(parseSockets(text)).toEqual(['tcp 0.0.0.0:22', 'tcp [::]:22', 'udp 127.0.0.1:323']);
});

test('where ss is not installed, the tables of the kernel say the same', async () => {
  const tables: Readonly<Record<string, string>> = {
    '/proc/net/tcp':
      '  sl  local_address rem_address   st\n   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000\n   1: 0100007F:0016 0100007F:9C40 01 0:0 0\n   2: 0100007F:B003 00000000:0000 0A 0:0 0\n',
    '/proc/net/udp': '  sl\n  5: 0100007F:0143 00000000:0000 07 0:0 0\n',
    '/proc/net/udp6': '  sl\n',
  };
  const host = {
    ...monotonousHost({ kind: 'missing' }, { kind: 'missing' }),
    readFile: async (path: string) => {
      const text = tables[path];
      return text === undefined ? ({ kind: 'missing' } as const) : ({ kind: 'text', text, truncated: false } as const);
    },
  };
  expect(await openSockets(host)).toEqual(['tcp 0.0.0.0:22', 'udp 127.0.0.1:323']);
  expect(await openSockets({ ...host, readFile: async () => ({ kind: 'denied' }) })).toBeNull();
});

test('room is that of real file systems, the root whatever it is', () => {
  const text =
    'Mounted on Avail 1B-blocks Type\n/ 100 200 overlay\n/boot 10 20 ext4\n/snap/core 0 30 squashfs\n/mnt/a b 5 6 xfs\n/zero 0 0 ext4\n';
  expect(parseSpace(text)).toEqual([
    { path: '/', freeBytes: 100, sizeBytes: 200 },
    { path: '/boot', freeBytes: 10, sizeBytes: 20 },
    { path: '/mnt/a b', freeBytes: 5, sizeBytes: 6 },
  ]);
});

test('load, processors and boot are read as the kernel writes them', () => {
  expect(parseLoad('1.25 0.9 0.8 2/300 4\n')).toBe(1.25);
  expect(parseLoad('many')).toBeNull();
  expect(countProcessors('processor\t: 0\nmodel\nprocessor\t: 1\n')).toBe(2);
  expect(parseBootId('c6095f4a-7f8c-4e98-88dc-ba33cd04c7c2\n')).toBe('c6095f4a-7f8c-4e98-88dc-ba33cd04c7c2');
  expect(parseBootId('none')).toBeNull();
});

const options = {
  audit: async () => ({ state: 'unknown', why: 'it is not asked' }) as const,
  custom: [],
  clockSkewMs: null,
  now: () => new Date(0),
};

test.each(hostileMachines)('a machine $name is unknown, not fine', async ({ host }) => {
  const seen = await observe(host, options);
  expect(seen).toMatchObject({ bootId: null, audit: null, space: null, clockSkewMs: null });
  expect(seen.oldCode).not.toEqual([]);
});

test('this machine is seen', async () => {
  const seen = await observe(localHost, { ...options, audit: async () => ({ state: 'clean' }) as const });
  expect(seen.audit).toEqual({ clean: true, problems: [] });
  if (process.platform !== 'linux') return;
  expect(seen.bootId).toMatch(/^[0-9a-f-]{36}$/);
  expect(seen.space?.map(({ path }) => path)).toContain('/');
});

const command = (...argv: readonly [string, ...string[]]): CustomProbe => ({
  kind: 'command',
  name: 'own',
  argv,
  timeoutMs: 2_000,
  blocking: true,
});
const address = (url: string, over: object = {}): CustomProbe => ({
  kind: 'http',
  name: 'shop',
  url,
  expectStatus: 200,
  expectText: 'ok',
  timeoutMs: 2_000,
  blocking: true,
  ...over,
});

describe('a probe of a policy', () => {
  const server = createServer((request, response) => {
    if (request.url === '/hang') return;
    if (request.url === '/away') response.writeHead(302, { location: '/' });
    if (request.url === '/broken') response.writeHead(500);
    response.end(request.url === '/long' ? 'x'.repeat(1 << 20) : 'all ok');
  });
  let at: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.closeAllConnections());

  test('an address passes only with the status and the text that are expected', async () => {
    const ask = (path: string, over: object = {}) => askCustom(localHost, address(`${at}${path}`, over));
    expect(await ask('/')).toEqual({ passed: true });
    expect(await ask('/broken')).toEqual({ passed: false, why: 'status 500, and not 200' });
    expect(await ask('/away')).toEqual({ passed: false, why: 'status 302, and not 200' });
    expect(await ask('/long')).toEqual({ passed: false, why: 'the text expected is not in the answer' });
    expect(await ask('/hang', { timeoutMs: 50 })).toMatchObject({ passed: false });
    expect(await askCustom(localHost, address('http://127.0.0.1:1/'))).toMatchObject({ passed: false });
  });

  test('a command passes with 0 alone, and one that is not there was not asked', async () => {
    const said = (code: number) =>
      monotonousHost(
        { kind: 'exited', code, stdout: '', stderr: 'no\u001B disk', truncated: false },
        { kind: 'missing' },
      );
    expect(await askCustom(said(0), command('/usr/bin/check'))).toEqual({ passed: true });
    expect(await askCustom(said(2), command('/usr/bin/check'))).toEqual({ passed: false, why: 'exit 2 no disk' });
    expect(await askCustom(localHost, command('/no/such/program'))).toEqual({
      passed: null,
      why: '/no/such/program is not there',
    });
  });

  test.each<[string, CustomProbe]>([
    ['it goes through a shell', command('/bin/sh', '-c', 'true')],
    ['its program is no absolute path', command('check')],
    ['its program is no absolute path', command('/usr/../bin/x')],
    ['it has a NUL in an argument', command('/usr/bin/check', 'a\0b')],
    ['it asks neither http nor https', address('file:///etc/passwd')],
    ['its address carries a secret', address('http://a:b@host/')],
    ['its address is none', address('host')],
    ['its time limit is not within 60 s', address('http://host/', { timeoutMs: 60_001 })],
    ['its name is no plain name', address('http://host/', { name: '' })],
  ])('is not asked where %s', async (fault, probe) => {
    expect(probeFault(probe)).toBe(fault);
    expect(await askCustom(localHost, probe)).toEqual({ passed: null, why: fault });
  });
});
