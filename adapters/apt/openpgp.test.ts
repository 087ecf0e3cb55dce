// Keyrings made for this with GnuPG and a clock of its own: when their keys end, and whatever else stands in such a file.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordedHost } from '../recorded-host.ts';
import { indexProblems } from './freshness.ts';
import { keyLives } from './openpgp.ts';

/** Made at the beginning of 2020 for a year. */
const expired = `-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEXgvhABYJKwYBBAHaRw8BAQdAXmySh5ei/+ewsigBC0fv+Etf2MsbIcnhNxXZ
TUgF6pe0HWV4cGlyZWQgPGV4cGlyZWRAbGFiLmV4YW1wbGU+iJYEExYIAD4WIQQQ
1Ljt1jLG64LM+MECH6YrOCxlVgUCXgvhAAIbAwUJAeEzgAULCQgHAgYVCgkICwIE
FgIDAQIeAQIXgAAKCRACH6YrOCxlVi64AP9H1kp8iwJKOODPKGNaEDz71ojnjMFK
uF5u7gftR6v9vwD8DU5lEZKOllNPhkPrRhfi8CHYToqo6qFhzrg1OjkAwAM=
=V5aF
-----END PGP PUBLIC KEY BLOCK-----
`;
/** The same, and half a year later put off by twenty years. */
const extended =
  'mDMEXgvhABYJKwYBBAHaRw8BAQdAPHL8Qk+XaXfFunBcH25jGvIhirnrxfBaM+RjjkgRORS0H2V4dGVuZGVkIDxleHRlbmRlZEBsYWIuZXhhbXBsZT6IlgQTFggAPgIbAwULCQgHAgYVCgkICwIEFgIDAQIeAQIXgBYhBJg7a1uiwY9FLIhiomn00xmcvYpCBQJe1EUABQkmYGoAAAoJEGn00xmcvYpCLncA/1F2s7RZDQB/egM+doeh/cLQ8Ni56vO+s1I3l9lhAFcQAP48Fz6DR9vpD6Q8K3cheqV/jb/Ar65p1SDiUpgOZbMWCw==';
const everlasting = `-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEXgvhABYJKwYBBAHaRw8BAQdA8+Jh+HBUMkwpBpqq0AtxMl6SsBTAZzD8Je+1
F/Z98Da0JWV2ZXJsYXN0aW5nIDxldmVybGFzdGluZ0BsYWIuZXhhbXBsZT6IkAQT
FggAOBYhBCJDjIeNrfzaaYM43ZWDKKQTT1kIBQJeC+EAAhsDBQsJCAcCBhUKCQgL
AgQWAgMBAh4BAheAAAoJEJWDKKQTT1kIRQ4A/izfrURVHXy8OjXEuhP531ISMgb9
bLsmEkEU7ec7iXl7AQDIBT8kWaqEQAVhz5o7GOuGDu8Z8eHkaMIih3H9+HnoAw==
=AhlX
-----END PGP PUBLIC KEY BLOCK-----
`;
/** The expired one, which the everlasting one signed later. */
const signedByAnother =
  'mDMEXgvhABYJKwYBBAHaRw8BAQdAXmySh5ei/+ewsigBC0fv+Etf2MsbIcnhNxXZTUgF6pe0HWV4cGlyZWQgPGV4cGlyZWRAbGFiLmV4YW1wbGU+iJYEExYIAD4WIQQQ1Ljt1jLG64LM+MECH6YrOCxlVgUCXgvhAAIbAwUJAeEzgAULCQgHAgYVCgkICwIEFgIDAQIeAQIXgAAKCRACH6YrOCxlVi64AP9H1kp8iwJKOODPKGNaEDz71ojnjMFKuF5u7gftR6v9vwD8DU5lEZKOllNPhkPrRhfi8CHYToqo6qFhzrg1OjkAwAOIdQQQFggAHRYhBCJDjIeNrfzaaYM43ZWDKKQTT1kIBQJfJLCAAAoJEJWDKKQTT1kIKgkBAONlD1tYNCE1raHkeW0ao94BhQbWrCL+Hu0wbDZBOHC8APwPdD3fQZVxi3IGllOWQKSpxrt0ZZIbdUnbxFKJBJsECA==';

const days = (bytes: Uint8Array): readonly string[] =>
  keyLives(bytes).map(({ expires }) =>
    expires === undefined ? 'never' : new Date(expires * 1000).toISOString().slice(0, 10),
  );
const text = (armour: string): Uint8Array => Buffer.from(armour);
const binary = (base64: string): Uint8Array => Buffer.from(base64, 'base64');

describe('the keys of a keyring end', () => {
  test.each([
    ['when they say', text(expired), ['2020-12-31']],
    ['when they said last', binary(extended), ['2040-05-27']],
    ['never, where they do not say', text(everlasting), ['never']],
    ['when they say themselves, whoever signed them', binary(signedByAnother), ['2020-12-31']],
    ['each for itself', Buffer.concat([binary(extended), binary(signedByAnother)]), ['2040-05-27', '2020-12-31']],
    ['each for itself, in armour', text(`${expired}\n${everlasting}`), ['2020-12-31', 'never']],
    [
      'as they do in a file of sources',
      text(expired.replaceAll(/^(?=.)/gm, ' ').replace('\n\n', '\n .\n')),
      ['2020-12-31'],
    ],
    ['nowhere, in what is no keyring', text('<html>'), []],
  ])('%s', (_, bytes, expected) => {
    expect(days(bytes)).toEqual(expected);
  });

  test('whatever the bytes are, they are read to an end', () => {
    const key = binary(signedByAnother);
    const altered = fc
      .array(fc.tuple(fc.nat(key.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 8 })
      .map((edits) => {
        const bytes = Uint8Array.from(key);
        for (const [at, value] of edits) bytes[at] = value;
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(altered, fc.uint8Array({ maxLength: 500 }), fc.string().map(text)), (bytes) => {
        for (const { expires } of keyLives(bytes)) expect(expires === undefined || expires >= 0).toBe(true);
      }),
    );
  });
});

describe('a source of which no key is good any more', () => {
  const keyrings: Readonly<Record<string, Uint8Array>> = {
    '/usr/share/keyrings/old.gpg': binary(signedByAnother),
    '/etc/apt/keyrings/good.asc': text(everlasting),
    '/etc/apt/keyrings/odd.gpg': text('nothing of the kind'),
  };
  const at = (keyring: string, name: string): string =>
    `deb [signed-by=${keyring}] http://${name}.example/ stable main\n`;
  const indented = expired
    .trim()
    .replaceAll(/^(?=.)/gm, ' ')
    .replace('\n\n', '\n .\n');
  const inPlace = `Types: deb\nURIs: http://in-place.example/\nSuites: stable\nComponents: main\nSigned-By:\n${indented}\n`;
  const problemsAt = (seconds: string) => {
    const answer = (stdout: string) => ({ kind: 'exited', code: 0, stdout }) as const;
    const host = recordedHost({
      commands: [
        { argv: ['date', '+%s'], result: answer(`${seconds}\n`) },
        {
          argv: ['stat', '-c', '%Y %n', '--', '/var/lib/apt/lists', '/var/lib/apt/periodic/update-success-stamp'],
          result: answer(`${seconds} /var/lib/apt/lists\n`),
        },
      ],
      files: {
        '/etc/apt/sources.list': [
          at('/usr/share/keyrings/old.gpg', 'old'),
          at('/etc/apt/keyrings/good.asc', 'good'),
          at('/usr/share/keyrings/old.gpg,/etc/apt/keyrings/good.asc', 'either'),
          at('/etc/apt/keyrings/odd.gpg', 'odd'),
          at('10D4B8EDD632C6EB82CCF8C1021FA62B382C6556', 'fingerprint'),
        ].join(''),
        '/etc/apt/sources.list.d/vendor.sources': inPlace,
      },
      directories: { '/etc/apt/sources.list.d': ['vendor.sources'] },
    });
    return indexProblems(
      {
        ...host,
        exists: async (path) => path in keyrings || host.exists(path),
        readBytes: async (path) => ({ kind: 'bytes', bytes: keyrings[path] ?? new Uint8Array() }),
      },
      [],
    );
  };

  test('is named with its file, its keyring and the day, and no other is', async () => {
    expect(await problemsAt('1700000000')).toEqual([
      '/etc/apt/sources.list: the keyring "/usr/share/keyrings/old.gpg" expired on 2020-12-31, so apt cannot verify "http://old.example/"',
      '/etc/apt/sources.list.d/vendor.sources: the key in it expired on 2020-12-31, so apt cannot verify "http://in-place.example/"',
    ]);
  });

  test('was good before', async () => {
    expect(await problemsAt('1600000000')).toEqual([]);
  });
});
