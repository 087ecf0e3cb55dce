// Reading the operating system from os-release and Ubuntu Pro's status, hostile content included.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordedHost } from './recorded-host.ts';
import { localHost } from './local-host.ts';
import { localName, readLocalSystem, parseOsRelease, parseProStatus, systemOf } from './local-system.ts';

const bookworm = `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
`;
const jammy = 'PRETTY_NAME="Ubuntu 22.04.4 LTS"\nVERSION_ID="22.04"\nID=ubuntu\nID_LIKE=debian\n';
const attached = JSON.stringify({
  attached: true,
  services: [
    { name: 'esm-infra', status: 'enabled' },
    { name: 'esm-apps', status: 'disabled' },
    { name: 'livepatch', status: 'enabled' },
    { name: '__proto__', status: 'enabled' },
    null,
  ],
});
const pro = ['pro', 'status', '--format', 'json'];

describe('the system', () => {
  test('is read from /etc/os-release', async () => {
    const host = recordedHost({ commands: [], files: { '/etc/os-release': bookworm } });
    expect(await readLocalSystem(host)).toEqual({
      system: { id: 'debian', version: '12', name: 'Debian GNU/Linux 12 (bookworm)' },
      problems: [],
    });
  });

  test('is read from /usr/lib/os-release where /etc has none', async () => {
    const host = recordedHost({ commands: [], files: { '/usr/lib/os-release': 'ID="almalinux"\nVERSION_ID="9.4"\n' } });
    expect(await readLocalSystem(host)).toMatchObject({ system: { id: 'almalinux', version: '9.4' } });
  });

  test('is unknown, and not guessed, without a file, with a forbidden one and with one that says nothing', async () => {
    for (const files of [{}, { '/etc/os-release': null }, { '/etc/os-release': 'NAME=x\n' }]) {
      const reading = await readLocalSystem(recordedHost({ commands: [], files }));
      expect(reading.system).toBeUndefined();
      expect(reading.problems).toHaveLength(1);
    }
  });

  test('of a Debian without a version number is named by its codename', () => {
    expect(systemOf(parseOsRelease('ID=debian\nVERSION_CODENAME=forky\n'))).toEqual({ id: 'debian', version: 'forky' });
  });

  test.skipIf(process.platform !== 'linux')('of this machine can be read (skipped outside Linux)', async () => {
    const reading = await readLocalSystem(localHost);
    expect(reading.system?.id).toMatch(/^[a-z]/);
  });
});

describe('os-release', () => {
  test.each([
    ['A=b', 'b'],
    ['A="b c"', 'b c'],
    ["A='b $c'", 'b $c'],
    ['A="say \\"hi\\" for \\$5 \\\\o/"', 'say "hi" for $5 \\o/'],
    ['A=', ''],
    ['A="', '"'],
    ['  A=b  ', 'b'],
    ['A="b"\r', 'b'],
    ['A=$(id)', '$(id)'],
    ['A=first\nA=second', 'second'],
  ])('reads %j', (text, value) => {
    expect(parseOsRelease(text).get('A')).toBe(value);
  });

  test.each(['# A=b', 'a=b', 'A', '=b', 'A B=c'])('has nothing in %j', (text) => {
    expect(parseOsRelease(text).size).toBe(0);
  });

  test('cannot smuggle in control characters, paths or long names', () => {
    const system = systemOf(
      parseOsRelease(`ID=debian\nVERSION_ID="../../x"\nPRETTY_NAME="a\u001B[2J${'b'.repeat(500)}"`),
    );
    expect(system).toEqual({ id: 'debian', version: '', name: `a[2J${'b'.repeat(196)}` });
    expect(systemOf(parseOsRelease('ID="../etc"'))).toBeUndefined();
    expect(localName('a\u001B[2Jb\n')).toBe('a[2Jb');
    expect(localName('\n')).toBe('this machine');
  });

  test('never makes the reader throw', () => {
    fc.assert(fc.property(fc.string(), (text) => void systemOf(parseOsRelease(`ID=${text}\n${text}`))));
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseProStatus(text)));
  });
});

describe('Ubuntu Pro', () => {
  const files = { '/etc/os-release': jammy };

  test('is read from its own file without starting anything', async () => {
    const host = recordedHost({ commands: [], files: { ...files, '/var/lib/ubuntu-advantage/status.json': attached } });
    expect(await readLocalSystem(host)).toMatchObject({ system: { subscriptions: ['esm-infra'] }, problems: [] });
  });

  test('is asked for where the file is missing', async () => {
    const commands = [{ argv: pro, result: { kind: 'exited', code: 0, stdout: attached } as const }];
    expect(await readLocalSystem(recordedHost({ commands, files }))).toMatchObject({
      system: { subscriptions: ['esm-infra'] },
    });
  });

  test('is not in use on a machine that is not attached or has no client', async () => {
    expect(
      parseProStatus(JSON.stringify({ attached: false, services: [{ name: 'esm-infra', status: 'enabled' }] })),
    ).toEqual([]);
    const host = recordedHost({ commands: [{ argv: pro, result: { kind: 'missing' } }], files });
    const reading = await readLocalSystem(host);
    expect(reading).toMatchObject({ problems: [] });
    expect(reading.system).toBeDefined();
    expect(reading.system?.subscriptions).toBeUndefined();
  });

  test('is said to be unknown when its client fails', async () => {
    const commands = [{ argv: pro, result: { kind: 'exited', code: 1, stdout: '' } as const }];
    expect(await readLocalSystem(recordedHost({ commands, files }))).toMatchObject({
      problems: ['whether Ubuntu Pro is in use could not be determined'],
    });
  });
});
