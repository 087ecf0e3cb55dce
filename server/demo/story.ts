// What happened in the demo's organisation in the last three months, told by the actions that people and machines take.
import { openDatabase } from '@suture/feeds/database/database.ts';
import { createEnrolmentToken } from '../actions/create-enrolment-token.ts';
import { keepDailyFigures } from '../actions/daily-figures.ts';
import type { PeopleDoor } from '../actions/people-door.ts';
import { renameOrganisationTo } from '../actions/rename-organisation.ts';
import type { AgentDoor } from '../actions/agent-door.ts';
import type { TickParts } from '../actions/tick-deployment.ts';
import type { Log } from '../observability/log.ts';
import type { OrganisationId } from '../store/database.ts';
import { describeEndpointRow } from '../store/endpoint-changes.ts';
import { foundAsPublished } from '../store/finding-groups.ts';
import { matchPending } from '../workers/matching.ts';
import { writeAdvisories } from './advisories.ts';
import { COHORTS, type Cohort, FAILURES, SILENT, hostname, isBehind, softwareOf } from './fleet.ts';
import { demoMachine, type DemoMachine, type MachineParts } from './machine.ts';
import { catalogRules, exceptions, policies, windows } from './organisation.ts';
import { ownPackages } from './own-packages.ts';
import { demoPeople } from './people.ts';
import { demoRollouts, type Failing, settled } from './rollouts.ts';
import { software } from './software.ts';

const DAY_MS = 86_400_000;

export interface StoryParts {
  readonly organisation: OrganisationId;
  readonly door: PeopleDoor;
  readonly agents: AgentDoor;
  readonly ticking: Pick<TickParts, 'plans' | 'signing'>;
  /** The advisory database file, to be made. */
  readonly advisories: string;
  readonly serverKey: Parameters<typeof createEnrolmentToken>[2]['serverKey'];
  readonly log: Log;
}

export interface Told {
  readonly machines: readonly DemoMachine[];
  /** From now on the time of the story is that of the clock. */
  readonly catchUp: () => void;
}

export async function tellStory(parts: StoryParts): Promise<Told> {
  const { organisation, agents, log } = parts;
  const started = new Date();
  let clock: number | undefined = started.getTime() - 100 * DAY_MS;
  const now = (): Date => new Date(clock ?? Date.now());
  const door: PeopleDoor = { ...parts.door, now };
  const goTo = (daysAgo: number): void => {
    clock = Math.max(clock ?? 0, started.getTime() - daysAgo * DAY_MS);
  };
  const pass = (minutes: number): void => {
    clock = (clock ?? 0) + minutes * 60_000;
  };
  const day = (fromNow: number): string => new Date(started.getTime() + fromNow * DAY_MS).toISOString().slice(0, 10);

  const all = software(started.getUTCFullYear());
  await writeAdvisories(parts.advisories, all, started);
  const opened = openDatabase(parts.advisories);
  if (opened.kind !== 'open') throw new Error('the demo’s advisory database cannot be opened');
  const judged = async (): Promise<void> => {
    await matchPending(door.store, organisation, opened.database, () => new Date());
  };

  const machines: DemoMachine[] = [];
  const people = await demoPeople(door, organisation, now());
  settled(await renameOrganisationTo(door, people.ada, 'Kestrel Foods (demo: all made up)'));
  await windows(door, people.ada, day);
  const rollouts = await demoRollouts({
    door,
    people,
    ticking: { ...parts.ticking, now: () => now().getTime() },
    log,
    pass,
    machineAt: (endpoint) => machines.find((machine) => machine.endpoint === endpoint),
  });

  const sets: MachineParts['sets'] = new Map();
  const join = async (cohort: Cohort, size: number, nameOf: (index: number) => string, autoApprove: boolean) => {
    const place = { line: () => '', serverKey: parts.serverKey };
    const wanted = { tags: cohort.tags, uses: size, expiresInSeconds: 30 * 86_400, autoApprove };
    const { token } = settled(await createEnrolmentToken(door, people.ada, place, wanted));
    const mine = softwareOf(cohort, all);
    const joined = await Promise.all(
      Array.from({ length: size }, (_, index) => {
        const name = nameOf(index);
        return demoMachine(name, cohort, {
          door: { ...agents, now },
          now,
          started,
          token,
          software: mine,
          sets,
        });
      }),
    );
    const { exposure, criticality } = cohort;
    await door.store.inOrganisation(organisation, async (transaction) => {
      for (const { endpoint } of joined) await describeEndpointRow(transaction, endpoint, { exposure, criticality });
    });
    machines.push(...joined);
    pass(40);
    return joined;
  };
  for (const cohort of COHORTS) await join(cohort, cohort.size, (index) => hostname(cohort, index), true);
  const of = (...names: readonly string[]): readonly DemoMachine[] =>
    machines.filter(({ cohort }) => names.includes(cohort.name));
  const called = async (some: readonly DemoMachine[]): Promise<void> => {
    const heard = some.filter(({ name }) => (SILENT.get(name) ?? 0) * DAY_MS <= started.getTime() - now().getTime());
    await Promise.all(heard.map((machine) => machine.call()));
  };

  goTo(98);
  await called(machines);
  await judged();
  const rounds = COHORTS.flatMap((cohort) => cohort.patched.map((daysAgo) => ({ cohort, daysAgo })));
  const later: { readonly daysAgo: number; readonly tell: () => Promise<unknown> }[] = rounds.map(
    ({ cohort, daysAgo }) => ({
      daysAgo,
      tell: async () => {
        const mine = of(cohort.name);
        const last = daysAgo === cohort.patched.at(-1) && cohort.patched.length > 1;
        for (const [index, machine] of mine.entries()) if (!last || !isBehind(index)) machine.patch(daysAgo);
        await called(mine);
      },
    }),
  );
  const deployed = (
    daysAgo: number,
    name: string,
    text: string,
    some: readonly DemoMachine[],
    rings: string,
    failing: Failing,
  ) =>
    later.push({
      daysAgo,
      tell: async () => {
        await called(some);
        await judged();
        await rollouts.play(await rollouts.put(name, { text, rings }, true, failing), some, 60);
      },
    });
  const { script, disk, lock, service, download } = FAILURES;
  deployed(34, 'October security updates, web', 'tag:web', of('web'), '2,10%,rest', { 20: download });
  // Three of its second ring: the gate halts it.
  deployed(21, 'Database servers', 'tag:db', of('db'), '4,8,rest', { 5: service, 7: service, 8: service });
  later.push({ daysAgo: 40, tell: () => exceptions(door, people, day) });
  later.push({ daysAgo: 28, tell: () => policies(door, people.ada, day) });
  later.push({ daysAgo: 26, tell: () => catalogRules(door, people.ada, day) });
  later.push({ daysAgo: 25, tell: () => ownPackages({ door, by: people.ada, key: rollouts.key }, () => goTo(23)) });
  let counted = 90;
  /** The figures until so many days ago: of every third day, as each takes a while. */
  const count = async (until: number): Promise<void> => {
    if (counted < until) return;
    await judged();
    for (; counted >= until; counted -= 3)
      await keepDailyFigures(door.store, organisation, new Date(started.getTime() - counted * DAY_MS));
  };
  for (const { daysAgo, tell } of later.toSorted((one, other) => other.daysAgo - one.daysAgo)) {
    await count(daysAgo + 1);
    goTo(daysAgo);
    await tell();
  }
  await count(1);
  for (const daysAgo of new Set([...SILENT.values()].toSorted((one, other) => other - one))) {
    goTo(daysAgo);
    await Promise.all(machines.filter(({ name }) => SILENT.get(name) === daysAgo).map((machine) => machine.call()));
  }
  goTo(2 / 24);
  await called(machines);
  await judged();
  await rollouts.put('Kernel and openssl on the edge', { text: 'tag:edge', rings: '2,25%,rest' }, false);
  for (const machine of of('office').slice(4, 5)) await machine.callAsTwo();
  const lab = COHORTS.filter(({ name }) => name === 'lab');
  for (const cohort of lab) await called(await join(cohort, 2, (index) => `new-${index + 1}`, false));
  goTo(0.8 / 24);
  const name = 'November security updates, app';
  const wanted = { text: 'tag:app', rings: '3,15%,rest', soakMinutes: 6 };
  const failing = { 4: script, 6: disk, 30: lock, 41: disk };
  await rollouts.play(await rollouts.put(name, wanted, true, failing), of('app'), 11);
  goTo(0);
  await called(machines);
  await judged();
  await keepDailyFigures(door.store, organisation, now());
  // All was judged today, and told of as it came out.
  await door.store.inOrganisation(organisation, foundAsPublished);
  opened.database.close();
  return { machines, catchUp: () => (clock = undefined) };
}
