// Tests that old history gets smaller while since when a finding was there, seen fixed and back again stays what it was.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useDatabase } from '../test-database.ts';
import { advisoriesOf, says } from '../workers/advisories.fixture.ts';
import { matchPending } from '../workers/matching.ts';
import { type OrganisationId, type Store, openStore } from './database.ts';
import { type FindingHistory, findingHistories } from './finding-history.ts';
import { forgetOldOffers, thinInstalled } from './old-history.ts';
import { type Report, addEndpoint, addOrganisation, installed, offered, report } from './reports.fixture.ts';

const database = useDatabase();
let store: Store;
beforeAll(() => {
  store = openStore({ connection: database().connection, size: 2 });
});
afterAll(() => store.close());

const at = (hour: number): string => new Date(Date.UTC(2026, 0, 1) + hour * 3_600_000).toISOString();

interface Place {
  readonly organisation: OrganisationId;
  readonly endpoint: string;
}

async function newPlace(): Promise<Place> {
  const organisation = await addOrganisation(store);
  return { organisation, endpoint: await addEndpoint(store, organisation, 'web-1', at(0)) };
}
/** Of every bash below 5 a vulnerability, and of every openssl below `fix`, where there is one. */
const judged = ({ organisation }: Place, hour: number, fix: string | undefined) =>
  matchPending(
    store,
    organisation,
    advisoriesOf(
      new Map([
        ['Debian:12 openssl', fix === undefined ? [] : [says('CVE-2026-1', fix)]],
        ['Debian:12 bash', [says('CVE-2026-2', '5')]],
      ]),
      at(hour),
    ),
    () => new Date(at(hour)),
  );
const reported = ({ organisation, endpoint }: Place, hour: number, section: Omit<Report, 'adapter'>) =>
  report(store, organisation, endpoint, [{ adapter: 'apt', ...section }], at(hour));
const histories = ({ organisation, endpoint }: Place): Promise<readonly FindingHistory[]> =>
  store.inOrganisation(organisation, (transaction) =>
    findingHistories(transaction, endpoint, ['CVE-2026-1', 'CVE-2026-2']),
  );
const spans = ({ organisation }: Place): Promise<readonly { readonly kind: string; readonly hours: string }[]> =>
  store.inOrganisation(organisation, (transaction) =>
    transaction.query(`select kind, extract(hour from since) || '-' || extract(hour from until) as hours
      from section_history order by kind, since`),
  );

async function thin({ organisation }: Place, before: string, limit: number): Promise<number> {
  let looked = 0;
  for (;;) {
    const done = await store.inOrganisation(organisation, (transaction) =>
      thinInstalled(transaction, new Date(before), limit),
    );
    looked += done;
    if (done === 0) return looked;
  }
}

test('an update that closes nothing leaves no trace in old history; one that does stays, and so does all that is not old', async () => {
  const place = await newPlace();
  const versions = (openssl: string, other: string) => ({
    packages: [installed('openssl', openssl), installed('tzdata', other)],
  });
  await reported(place, 1, versions('1', '1'));
  await judged(place, 1, '2');
  await reported(place, 2, versions('1', '2'));
  await reported(place, 3, versions('1', '3'));
  await reported(place, 4, versions('2', '3'));
  await reported(place, 5, versions('2', '4'));
  await reported(place, 6, versions('2', '5'));
  await reported(place, 7, versions('2', '6'));
  await judged(place, 8, '2');
  const before = await histories(place);
  expect(before).toMatchObject([{ vulnerability: 'CVE-2026-1', firstSeen: at(1), fixedSeen: at(4) }]);
  expect(await thin(place, at(6.5), 2)).toBe(5);
  expect((await spans(place)).map(({ hours }) => hours)).toEqual(['1-4', '4-6', '6-7']);
  expect(await histories(place)).toEqual(before);
  // Looked at once.
  expect(await thin(place, at(6.5), 2)).toBe(0);
  expect(await thin(place, at(9), 2)).toBe(1);
  expect((await spans(place)).map(({ hours }) => hours)).toEqual(['1-4', '4-7']);
  expect(await histories(place)).toEqual(before);
});

test('what was once on offer is forgotten, and only that', async () => {
  const place = await newPlace();
  const packages = [installed('openssl', '1')];
  for (const hour of [1, 2, 3]) {
    await reported(place, hour, { packages, offers: [offered('openssl', '1', String(hour + 1))] });
  }
  const forget = () =>
    store.inOrganisation(place.organisation, (transaction) => forgetOldOffers(transaction, new Date(at(2.5))));
  expect(await forget()).toBe(1);
  expect(await forget()).toBe(0);
  expect(await spans(place)).toEqual([{ kind: 'available', hours: '2-3' }]);
});

test('whatever was reported and judged when, thinning changes no history of a finding', async () => {
  const step = fc.record({
    openssl: fc.constantFrom('1', '2', '3'),
    bash: fc.constantFrom('4', '5', undefined),
    status: fc.constantFrom('complete', 'complete', 'partial', 'failed'),
    judge: fc.option(fc.constantFrom(undefined, '2', '3'), { nil: 'not' as const }),
  } as const);
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 2, maxLength: 9 }),
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: 1, max: 4 }),
      async (steps, before, limit) => {
        const place = await newPlace();
        for (const [hour, { openssl, bash, status, judge }] of steps.entries()) {
          const packages = [installed('openssl', openssl), ...(bash === undefined ? [] : [installed('bash', bash)])];
          await reported(place, hour + 1, { status, packages: status === 'failed' ? [] : packages });
          if (judge !== 'not') await judged(place, hour + 1.5, judge);
        }
        await judged(place, steps.length + 1, '3');
        const was = await histories(place);
        await thin(place, at(before), limit);
        expect(await histories(place)).toEqual(was);
      },
    ),
    {
      numRuns: 25,
      examples: [
        // Gone from a partial section, which proves no fix, before it is gone from a complete one, which does; and all that again.
        [
          ['1', '2', '2', '2', '1', '2', '2'].map((openssl, index) => ({
            openssl,
            bash: undefined,
            status: index % 4 === 1 ? ('partial' as const) : ('complete' as const),
            judge: '2',
          })) as never,
          10,
          4,
        ],
      ],
    },
  );
});
