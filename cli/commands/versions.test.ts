// `suture versions compare`: one verdict for each line, whatever the line is.
import { describe, expect, it } from 'vitest';
import { runCli } from '../run.fixture.ts';

const compare = async (scheme: string, stdin: string | Uint8Array): Promise<string> => {
  const { code, out, err } = await runCli(['versions', 'compare', '--scheme', scheme], { stdin });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
};

describe('suture versions compare', () => {
  it.each([
    ['dpkg', '1.0~rc1\t1.0', '-1'],
    ['debian', '1:0.9\t2.0', '1'],
    ['rpm', '1.0-1\t1.0-1', '0'],
    ['apk', '1.2.3-r0\t1.2.3_p1-r0', '-1'],
    ['pacman', '1.0-1\t1.0-2', '-1'],
    ['npm', '1.0.0-alpha\t1.0.0', '-1'],
    ['pypi', '1.0.dev1\t1.0', '-1'],
    ['maven', '1.0-SNAPSHOT\t1.0', '-1'],
    ['nuget', '1.0.0.0\t1.0', '0'],
    ['rubygems', '1.0.a\t1.0', '-1'],
    ['go', 'v1.0.0\tv1.0.1', '-1'],
    ['crates', '0.1.0\t0.1.1', '-1'],
    ['packagist', '1.0.0-beta\t1.0.0', '-1'],
    ['windows', '10.0.1\t10.0.2', '-1'],
  ])('%s: %j is %s', async (scheme, line, verdict) => {
    expect(await compare(scheme, `${line}\n`)).toBe(`${verdict}\n`);
  });

  it('answers a line that is no pair, or has a version the scheme refuses, with a question mark', async () => {
    expect(await compare('npm', '1.0.0\n\n1.0.0\t2.0.0\t3.0.0\nx\t1.0.0\n1.0.0\t2.0.0\n')).toBe('?\n?\n?\n?\n-1\n');
  });

  it('takes Windows line ends and a last line without an end', async () => {
    expect(await compare('npm', '1.0.0\t2.0.0\r\n2.0.0\t1.0.0\r\n1.0.0\t1.0.0')).toBe('-1\n1\n0\n');
    expect(await compare('npm', '')).toBe('');
  });

  it('splits at line feeds alone, so that answers stay beside their questions', async () => {
    expect(await compare('npm', '1.0.0\u20282\t2.0.0\n1.0.0\r2\t2.0.0\n1.0.0\t2.0.0\n')).toBe('?\n?\n-1\n');
  });

  it('survives bytes that are no text and a line without end', async () => {
    const bytes = new Uint8Array(3_000_000).fill(0x61);
    bytes[bytes.length - 1] = 0x0a;
    expect(await compare('npm', bytes)).toBe('?\n');
    expect(await compare('npm', new Uint8Array([0xff, 0xfe, 0x09, 0x31, 0x0a]))).toBe('?\n');
  });

  it('compares a million lines in a few seconds', { timeout: 60_000 }, async () => {
    const line = '1:2.36-9+deb12u4\t1:2.36-9+deb12u10\n';
    const start = performance.now();
    const out = await compare('dpkg', line.repeat(1_000_000));
    expect(performance.now() - start).toBeLessThan(20_000);
    expect(out).toBe('-1\n'.repeat(1_000_000));
  });

  it('names the schemes where it knows none of that name', async () => {
    const { code, err } = await runCli(['versions', 'compare', '--scheme', 'constructor']);
    expect(code).toBe(2);
    expect(err).toMatch(/^suture: no version scheme is called constructor\nSchemes: apk, .*windows/);
  });
});
