// The flatpak adapter on recorded machines, its readers on hostile text, and machines that cannot tell.
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CommandResult, Host } from '../host.ts';
import { readRecording, recordedHost } from '../recorded-host.ts';
import { flatpak } from './index.ts';
import { parseDeploy, parseMasks, parseRef, parseUpdates } from './parse.ts';

const system = { id: 'debian', version: '12' } as const;
const recorded = (name: string): Host => readRecording(join(import.meta.dirname, 'recordings', name));
const available = async (host: Host) => flatpak.available?.(host, system);
const exited = (code: number, stdout: string, stderr = '', truncated = false): CommandResult => ({
  kind: 'exited',
  code,
  stdout,
  stderr,
  truncated,
});
const where = (host: Host, word: string, result: CommandResult): Host => ({
  ...host,
  run: (command) => (command.argv.includes(word) ? Promise.resolve(result) : host.run(command)),
});

describe('on a machine with applications, a runtime and a mask', () => {
  const host = recorded('masked');

  test('flatpak is found, with its version', async () => {
    expect(await flatpak.detect(host)).toEqual({ present: true, version: '1.14.10' });
  });

  test('an application has its own version, a runtime without one its commit', async () => {
    const section = await flatpak.inventory?.(host, system);
    expect(section).toMatchObject({ status: 'complete', problems: [] });
    expect(section?.items.map(({ name, version, origin }) => [name, version, origin])).toEqual([
      ['org.example.LabApp', '1.0', 'lab'],
      ['org.example.LabBroken', '1.0', 'lab'],
      ['org.example.LabCurrent', '1.0', 'lab'],
      ['org.example.LabPlatform', expect.stringMatching(/^[0-9a-f]{12}$/), 'lab'],
    ]);
    expect(section?.items[0]?.purl).toMatch(
      /^pkg:generic\/flatpak\/org\.example\.LabApp@1\.0\?arch=x86_64&branch=master&commit=[0-9a-f]{12}$/,
    );
  });

  test('an update leads to a commit, and a masked one is held back', async () => {
    const section = await available(host);
    expect(section).toMatchObject({ status: 'complete', problems: [] });
    expect(section?.items.map((update) => [update.package, update.installed, update.heldBack?.why])).toEqual([
      ['org.example.LabApp', '1.0', undefined],
      ['org.example.LabBroken', '1.0', 'masked by "org.example.LabBroken" (flatpak mask --remove)'],
    ]);
    for (const update of section?.items ?? []) expect(update.candidate).toMatch(/^[0-9a-f]{12}$/);
  });

  test('a user’s own flatpaks are named with the user, who alone can ask what is newer', async () => {
    const commit = 'a'.repeat(64);
    const own = '/home/alice/.local/share/flatpak/app/org.example.Own/x86_64/stable/active/deploy';
    const theirs = recordedHost({ commands: [], files: { [own]: `lab\0${commit}\0\0` } });
    const both: Host = {
      ...host,
      readFile: async (path, most) =>
        path.startsWith('/home/') ? theirs.readFile(path, most) : host.readFile(path, most),
      listDirectory: async (path) => (path.startsWith('/home') ? theirs.listDirectory(path) : host.listDirectory(path)),
      exists: async (path) => (path.startsWith('/home') ? theirs.exists(path) : host.exists(path)),
    };
    const section = await flatpak.inventory?.(both, system);
    expect(section?.items.at(-1)).toMatchObject({
      name: 'org.example.Own',
      version: 'aaaaaaaaaaaa',
      origin: 'lab (alice’s own)',
    });
    expect((await available(both))?.problems).toEqual([
      'what is newer of alice’s own flatpaks is unknown: only alice can ask',
    ]);
  });

  test('homes that nobody may look into are said to be unknown', async () => {
    const closed: Host = {
      ...host,
      exists: async (path) => path === '/home' || host.exists(path),
      listDirectory: async (path) => (path === '/home' ? undefined : host.listDirectory(path)),
    };
    const section = await flatpak.inventory?.(closed, system);
    expect(section).toMatchObject({
      status: 'partial',
      problems: ['home folders cannot be looked into: flatpaks of users are unknown'],
    });
  });
});

describe('on a machine where something goes wrong', () => {
  const host = recorded('masked');

  test('a remote out of reach means unknown', async () => {
    const section = await available(recorded('out-of-reach'));
    expect(section?.status).toBe('failed');
    expect(section?.problems[0]).toMatch(
      /^flatpak remote-ls failed \(exit 1\): error: Unable to load summary from remote dead/,
    );
  });

  test('without root the applications are known, and what is newer is not', async () => {
    const other = recorded('without-root');
    expect((await flatpak.inventory?.(other, system))?.items).toHaveLength(4);
    expect(await available(other)).toMatchObject({
      status: 'failed',
      problems: ['flatpak remote-ls failed (exit 1): error: Permission denied'],
    });
  });

  test('complaints with exit 0 are problems, and alone they are a failure', async () => {
    const line = `app/org.example.LabApp/x86_64/master\t${'b'.repeat(12)}\tlab\t2.0\n`;
    const warned = await available(where(host, 'remote-ls', exited(0, line, 'error: dead: no route\n')));
    expect(warned).toMatchObject({ status: 'partial', problems: ['flatpak remote-ls: "error: dead: no route"'] });
    expect(warned?.items[0]).toMatchObject({ installed: '1.0', candidate: '2.0' });
    expect(await available(where(host, 'remote-ls', exited(0, '', 'error: dead: no route\n')))).toMatchObject({
      status: 'failed',
    });
  });

  test('half an answer is said to be half', async () => {
    const section = await available(
      where(host, 'remote-ls', exited(0, 'app/org.example.LabApp/x86_64/master\tbbbb', '', true)),
    );
    expect(section?.problems).toEqual(['flatpak remote-ls wrote more than Suture reads; the rest is unknown']);
  });

  test('a deployment that broke off is a problem', async () => {
    const torn: Host = {
      ...host,
      readFile: async (path, most) => (path.includes('LabApp/') ? { kind: 'missing' } : host.readFile(path, most)),
    };
    expect((await flatpak.inventory?.(torn, system))?.problems).toEqual([
      '"app/org.example.LabApp/x86_64/master" cannot be read: its installation may not have finished',
    ]);
  });
});

describe('the readers', () => {
  test('of refs take no path, no option and no half', () => {
    expect(parseRef('app/org.example.App/x86_64/stable')).toEqual({
      kind: 'app',
      id: 'org.example.App',
      arch: 'x86_64',
      branch: 'stable',
    });
    for (const text of [
      'app/../x/y',
      'app/--x/x86_64/stable',
      'org.example.App/x86_64/stable',
      'app/org.example.App/x86_64/..',
      'app/a.b/c/d/e',
    ]) {
      expect(parseRef(text)).toBeUndefined();
    }
  });

  test('of deployments say when their remote has given them up, as flatpak 1.14 keeps it', () => {
    const deploy =
      'bGFiADAyOWVkMWQ4YTVmNWM3NDZlMjljMmI4MTk2YzBhMzBlNWExZDU5MzMyODZjZTU0N2Q0ODYzZTE3MmZkZWI4OTgAAAAAAAAAAAAjSABkZXBsb3ktdmVyc2lvbgAABAAAAABpDwB0aW1lc3RhbXAAAAAAAAAAFZsDawAAAAAAdAoAAAAAAGVvbAAAAAAATm9ib2R5IGtlZXBzIGl0LCBzaW5jZSAyMDI1OiB1c2Ugb3JnLmV4YW1wbGUuTmV3AABzBBczdEVFBA==';
    const text = Buffer.from(deploy, 'base64').toString('utf8');
    expect(parseDeploy(text)).toMatchObject({ remote: 'lab', isAtEnd: true });
    expect(parseDeploy(text.replace('\0eol\0', '\0xyz\0'))).toMatchObject({ remote: 'lab', isAtEnd: false });
  });

  test('of deployments need remote and commit, and take the version only where it is one', () => {
    const commit = '0'.repeat(64);
    expect(parseDeploy(`lab\0${commit}\0\0\0appdata-version\x001.2-rc1\0\0s`)).toEqual({
      remote: 'lab',
      commit,
      version: '1.2-rc1',
      isAtEnd: false,
    });
    expect(parseDeploy(`lab\0${commit}\0\0\0appdata-version\x001.2 beta\0\0s`)).toEqual({
      remote: 'lab',
      commit,
      version: undefined,
      isAtEnd: false,
    });
    expect(parseDeploy(`lab\0${commit.slice(1)}`)).toBeUndefined();
    expect(parseDeploy('')).toBeUndefined();
  });

  test('of masks split the list', () => {
    expect(parseMasks('[core]\nxa.masked=org.example.A;runtime/org.example.*;\n')).toEqual([
      'org.example.A',
      'runtime/org.example.*',
    ]);
  });

  test('never throw or let an option pass for an id, whatever the text', () => {
    const words = fc.constantFrom(
      'app',
      'runtime',
      '/',
      'org.example.App',
      '--x',
      'x86_64',
      '\t',
      '\n',
      '\0',
      '0'.repeat(64),
      'lab',
      'appdata-version',
      's',
      '株',
      '\u001B[31m',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(words, { maxLength: 40 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (made) => {
        for (const { ref } of parseUpdates(made).items) expect(ref.id).toMatch(/^[A-Za-z_]/);
        parseDeploy(made);
        parseMasks(made);
      }),
      { numRuns: 500 },
    );
  });
});
