// The log: JSON lines without any secret, in a file that does not grow past its limit.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { tokenSecretBytes, writeToken } from '@suture/protocol/trust/token-text.ts';
import { boundedFile } from './bounded-file.ts';
import { logTo, openLog } from './log.ts';

const folder = mkdtempSync(join(tmpdir(), 'suture-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function logged(work: (log: ReturnType<typeof logTo>) => void): string {
  let text = '';
  work(logTo((line) => (text += line), 'debug'));
  return text;
}

const token = (): string => writeToken({ kind: 'api' }, Buffer.alloc(tokenSecretBytes, 7));
const key = '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMG\n-----END PRIVATE KEY-----\n';

test('what is known to be secret by its name is not written', () => {
  const text = logged((log) =>
    log.info({ password: 'p1', headers: { authorization: 'a1', cookie: 'c1' }, deep: { er: { token: 't1' } } }, 'm'),
  );
  for (const secret of ['p1', 'a1', 'c1', 't1']) expect(text).not.toContain(`"${secret}"`);
  expect(JSON.parse(text)).toMatchObject({ level: 'info', msg: 'm', password: '***' });
});

test('what looks like a secret is not written wherever it stands', () => {
  const secrets = [token(), 'hunter2', 'MIGHAgEAMBMG', 'c2FsdHNhbHQ'];
  const text = logged((log) => {
    log.info(`the token ${token()} was shown`);
    log.info({ nested: { list: [token(), `postgresql://suture:hunter2@db/suture`, key] } });
    log.error({ err: new Error(`cannot use ${key}`, { cause: new Error(token()) }) });
    log.info('$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA');
    log.info({ [token()]: token() });
  });
  for (const secret of secrets) expect(text).not.toContain(secret);
  expect(text.trim().split('\n')).toHaveLength(5);
});

test('errors say what they are and where they come from, and not the rows that a database quotes', () => {
  const error = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (email)=(ada@example.net)' });
  const text = logged((log) => log.error({ err: new Error('outer', { cause: error }) }, 'm'));
  expect(JSON.parse(text)).toMatchObject({
    err: { type: 'Error', message: 'outer', cause: { message: 'duplicate key', code: '23505' } },
  });
  expect(text).not.toContain('ada@example.net');
});

test('a line that is too long, or a key that was cut off, still is JSON', () => {
  const text = logged((log) => {
    log.info({ text: 'x'.repeat(50_000) });
    log.info({ cut: key.slice(0, 35), after: 'kept' });
  });
  const [long, after] = text
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(long).toMatchObject({ msg: expect.stringContaining('was cut') });
  expect(after).toMatchObject({ cut: '(private key)', after: 'kept' });
});

test('whatever is logged is one line each', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.jsonValue(), (message, value) => {
      const text = logged((log) => log.info({ value }, message));
      expect(text.endsWith('\n')).toBe(true);
      expect(text.indexOf('\n')).toBe(text.length - 1);
    }),
    { numRuns: 25 },
  );
});

test('a file is begun anew at its limit and the one before it is kept, so that both never take more than twice that', () => {
  const path = join(folder, 'deep', 'server.log');
  const file = boundedFile(path, 1_000);
  for (let line = 0; line < 200; line += 1) file.write(`${String(line).padStart(49, '0')}\n`);
  file.close();
  expect(readdirSync(join(folder, 'deep')).toSorted()).toEqual(['server.log', 'server.log.1']);
  expect(statSync(path).size).toBeLessThanOrEqual(1_000);
  expect(statSync(`${path}.1`).size).toBeLessThanOrEqual(1_000);
  expect(statSync(path).mode & 0o077).toBe(0);
  const lines = [`${path}.1`, path].flatMap((each) => readFileSync(each, 'utf8').trim().split('\n'));
  expect(lines.map(Number)).toEqual(Array.from({ length: 40 }, (_, index) => 160 + index));
});

test('a file goes on where it was after a restart', () => {
  const path = join(folder, 'again.log');
  for (const text of ['one', 'two']) {
    const log = openLog({ file: path, level: 'info' });
    log.info(text);
  }
  expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(2);
});
