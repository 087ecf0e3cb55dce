// `suture why`: every input of a deadline, for a vulnerability by any of its names or for a package.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ran } from '../run.fixture.ts';
import { type Sample, sample } from '../sample.fixture.ts';

let world: Sample;
beforeAll(async () => {
  world = await sample();
});

const why = (subject: string, ...more: readonly string[]): Promise<Ran> =>
  world.run(['why', subject, '--purls', world.inventory('purls.txt'), ...more]);

describe('the subject', () => {
  it.each([
    ['a CVE', 'CVE-2099-6001'],
    ['a CVE in small letters', 'cve-2099-6001'],
    ['an alias', 'GHSA-0000-test-npm1'],
    ['a package', 'examplejs'],
    ['a package URL', 'pkg:npm/examplejs@1.2.3'],
  ])('may be %s', async (_, subject) => {
    const { code, out, err } = await why(subject);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /^CVE-2099-6001 in examplejs 1\.2\.3: due 2025-06-15, overdue by 16 days\nRule: BOD 26-04: 14 days\n/,
    );
    expect(out).toContain('\nEvidence\n  GHSA-0000-test-npm1 (osv:npm): examplejs < 1.2.4, fixed in 1.2.4');
  });

  it('may be a source package, of which the most urgent is explained and the others named', async () => {
    const args = ['--dpkg-status', world.inventory('debian12.status'), '--os', 'debian:12'];
    const { code, out } = await world.run(['why', 'examplelib', ...args]);
    expect(code).toBe(0);
    expect(out).toContain('Packages it is in: ');
    expect(out).toMatch(/\nLess urgent: CVE-2099-\d+/);
  });

  it('that is nowhere is no answer but an error, with what was not looked at', async () => {
    const { code, out, err } = await why('nothing');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^suture: nothing was found about nothing on purls\.txt\n/);
    const json = await world.run(['why', 'nothing', '--purls', '-', '--json'], { stdin: 'pkg:generic/x@1\n' });
    expect(JSON.parse(json.err)).toMatchObject({
      error: { code: 'input', remedy: expect.stringContaining('no advisory feed covers it') as string },
    });
  });
});

it('the policy and the exposure change the answer, and the answer says so', async () => {
  expect((await why('CVE-2099-6001', '--exposure', 'internal')).out).toContain('Rule: BOD 26-04: 60 days');
  expect((await why('CVE-2099-6001', '--policy', 'cvss')).out).toContain('Rule: CVSS');
  expect((await why('CVE-2099-6001')).out).toMatch(/What would change it\n {2}if /);
});

it('Windows is called by its name, and the update that fixes it is named', async () => {
  const { out } = await world.run(['why', 'CVE-2099-5001', '--windows-build', '90001=10.0.30000.400']);
  expect(out).toMatch(/^CVE-2099-5001 in Windows Example 2030 10\.0\.30000\.400: /);
  expect(out).toMatch(/fixed in 10\.0\.30000\.450 by KB\d+/);
});

it('the answer is also JSON', async () => {
  expect(JSON.parse((await why('examplejs', '--json')).out)).toMatchObject({
    schema: 'suture.why/1',
    finding: { id: 'CVE-2099-6001' },
    explanation: { policy: 'bod-26-04', deadline: { due: '2025-06-15' } },
    others: expect.any(Array) as unknown[],
  });
});
