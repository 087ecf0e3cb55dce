// What a recording must not carry is gone from all of it, and it still replays.
import { expect, test } from 'vitest';
import { recordedHost } from '@suture/adapters/recorded-host.ts';
import { scrub, secretsIn } from './scrub.ts';

const known = { hostName: 'build-07', secrets: ['hunter2hunter2'] };
const recording = {
  commands: [
    {
      argv: ['tool', '/home/alice/.tool'],
      result: {
        kind: 'exited' as const,
        code: 0,
        stdout: [
          'from https://bob:s3cr3tpass@repo.example/x on build-07',
          '//registry.example/:_authToken=npm_abcdefghijkl',
          'key hunter2hunter2',
          '  "Serial" : "S6PPNX0W203715P",',
          // fwupd's history carries how the machine was booted.
          '  "KernelCmdline" : "root=UUID=0f1e2d3c quiet luks.key=abc",',
          'by alice@corp.example and carol@corp.example, alice@corp.example again',
          'link 3c:52:82:aa:bb:cc',
          '/home/bob/x and /home/alice/y',
        ].join('\n'),
      },
    },
  ],
  files: { '/home/alice/.tool/conf': 'password: "correct-horse"' },
  links: { '/opt/x': '/home/bob/x' },
  directories: { '/home': ['alice', 'bob'] },
};

test('names, addresses, tokens and serial numbers are gone from all of a recording', () => {
  const text = JSON.stringify(scrub(recording, known));
  for (const secret of [
    '/home/alice',
    '/home/bob',
    's3cr3tpass',
    'npm_abc',
    'hunter2',
    'S6PP',
    '0f1e2d3c',
    'corp.example',
    '3c:52',
    'build-07',
    'correct-horse',
  ])
    expect(text).not.toContain(secret);
  expect(text).toContain('person1@example.org and person2@example.org, person1@example.org again');
});

test('what was one name stays one name, in arguments, paths and outputs alike', async () => {
  const host = recordedHost(scrub(recording, known));
  const ran = await host.run({ argv: ['tool', '/home/user1/.tool'], timeoutMs: 1, maxOutputBytes: 1 });
  expect(ran.kind === 'exited' && ran.stdout).toContain('/home/user2/x and /home/user1/y');
  expect(await host.readFile('/home/user1/.tool/conf', 100)).toMatchObject({ text: 'password: "SECRET"' });
  expect(await host.readLink('/opt/x')).toBe('/home/user2/x');
  expect(await host.listDirectory('/home')).toEqual(['user1', 'user2']);
});

test('secrets of the environment are known by the names of their variables', () => {
  expect(secretsIn({ GITHUB_TOKEN: 'abcdefghij', PATH: '/usr/bin:/bin', DB_PASSWORD: 'short' })).toEqual([
    'abcdefghij',
  ]);
});
