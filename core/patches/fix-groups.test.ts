// Tests that fixes gathered class by class are those that grouping every finding makes.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareUrgency } from '../risk/order.ts';
import { compareVersions, schemes } from '../versions/schemes.ts';
import { type FixClass, FixGroups } from './fix-groups.ts';
import { type FixGroup, groupByFix } from './patches.ts';

const order = (_ecosystem: string | undefined, a: string, b: string) => compareVersions(schemes.debian, a, b);

const day = fc.constantFrom('2026-11-01', '2026-11-23', null);
const score = fc.constantFrom(undefined, 0.1, 0.9);

const vulnerability = fc.record({
  ecosystem: fc.constantFrom('Debian:12', undefined),
  source: fc.record({ name: fc.constantFrom('curl', 'openssl'), version: fc.constantFrom('1-1', '1-2') }),
  packages: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }),
  fixedVersion: fc.constantFrom('2-1', '10-1', '3-1'),
  id: fc.integer({ min: 1, max: 12 }).map((number) => `CVE-2024-${number}`),
  severity: fc.constantFrom('low', 'high', 'unknown'),
  due: day,
  exploited: fc.boolean(),
  epss: score,
});

const classOf = ({
  id,
  due,
  exploited,
  epss,
  ...rest
}: typeof vulnerability extends fc.Arbitrary<infer One> ? One : never): FixClass => ({
  ...rest,
  ids: [id],
  urgency: { due, forensics: false, exploited, epss, cvss: undefined, since: due, id: `${id} ${rest.packages[0]}` },
});

/** Of what a group closes only the first is in order. */
const shown = (groups: readonly FixGroup[]) =>
  groups.map(({ urgency, closes, ...group }) => ({
    ...group,
    due: urgency.due,
    first: closes[0],
    closes: closes.toSorted(),
  }));

it('the same groups in the same order come of one class for each vulnerability as of findings', () => {
  fc.assert(
    fc.property(fc.array(vulnerability, { maxLength: 40 }), (list) => {
      // Two that urgency cannot tell apart come in the order they are given in.
      const classes = new Map(list.map(classOf).map((one) => [JSON.stringify([one.urgency, one.source]), one]));
      const groups = new FixGroups();
      for (const one of classes.values()) groups.add(one);
      const findings = [...classes.values()].map(({ ecosystem, packages, urgency, ids: [id = ''], ...rest }) => ({
        finding: { ...rest, id, deadline: { due: urgency.due } },
        packages,
        ecosystem,
        urgency,
      }));
      expect(shown(groups.inOrder(order))).toEqual(shown(groupByFix(findings, order)));
    }),
  );
});

it('several vulnerabilities of one class close together, the first of the most urgent class leading', () => {
  const groups = new FixGroups();
  const base = {
    ecosystem: 'Debian:12',
    source: { name: 'curl', version: '1-1' },
    packages: ['curl'],
    severity: 'low',
  } as const;
  const urgency = { due: null, forensics: false, exploited: false, epss: 0.2, cvss: undefined, since: null, id: 'a' };
  const likelier = { ...urgency, epss: 0.5, id: 'b' };
  expect(compareUrgency(likelier, urgency)).toBeLessThan(0);
  groups.add({ ...base, fixedVersion: '2-1', ids: ['CVE-2024-1', 'CVE-2024-2'], urgency });
  groups.add({ ...base, fixedVersion: '3-1', ids: ['CVE-2024-3', 'CVE-2024-4'], severity: 'high', urgency: likelier });
  const [group, another] = groups.inOrder(order);
  expect(another).toBeUndefined();
  expect(group).toMatchObject({ source: 'curl', from: '1-1', to: '3-1', severity: 'high', packages: ['curl'] });
  expect(group?.closes[0]).toBe('CVE-2024-3');
  expect(new Set(group?.closes)).toEqual(new Set(['CVE-2024-1', 'CVE-2024-2', 'CVE-2024-3', 'CVE-2024-4']));
});
