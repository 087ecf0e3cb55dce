// What the demo's people have set down: when installs may begin, what is left alone for a while, and what happens by itself.
import { saveCatalogRule } from '../actions/catalog-rules.ts';
import { decideException, makeException } from '../actions/exceptions.ts';
import { saveWindow } from '../actions/maintenance-windows.ts';
import type { PeopleDoor } from '../actions/people-door.ts';
import { savePolicy } from '../actions/policies.ts';
import type { demoPeople } from './people.ts';
import { settled } from './rollouts.ts';

type Day = (fromNow: number) => string;
type People = Awaited<ReturnType<typeof demoPeople>>;

export async function windows(door: PeopleDoor, by: People['ada'], day: Day): Promise<void> {
  const zone = 'Europe/Berlin';
  const from = day(-100);
  const weekly = {
    name: 'Sunday night',
    recurrence: 'FREQ=WEEKLY;BYDAY=SU',
    starts: '22:00',
    zone,
    duration: '4h',
    from,
  };
  const monthly = {
    name: 'After Patch Tuesday',
    recurrence: 'FREQ=MONTHLY;BYDAY=2TU',
    plusDays: 2,
    starts: '20:00',
    zone,
    duration: '6h',
    from,
  };
  const freeze = { name: 'Year-end freeze', from: `${day(24)}T00:00`, to: `${day(41)}T00:00`, zone };
  settled(await saveWindow(door, by, undefined, { kind: 'window', said: weekly }));
  settled(await saveWindow(door, by, undefined, { kind: 'window', said: monthly }));
  settled(await saveWindow(door, by, undefined, { kind: 'span', said: freeze }));
}

export async function exceptions(door: PeopleDoor, { ada, cleo }: People, day: Day): Promise<void> {
  const make = async (by: People['ada'], owner: string, covers: string, until: number, reason: string) =>
    settled(await makeException(door, by, { owner, covers, until: day(until), reason }));
  await make(ada, 'Ben', 'package:libxml2', 60, 'Only our own files are read with it, and no fix is out yet.');
  await make(ada, 'Cleo', 'tag:legacy package:sudo', -3, 'Replaced by the new order system at the end of the month.');
  await make(cleo, 'Cleo', 'tag:legacy', 30, 'The machines of the old order system are switched off in four weeks.');
  const ended = await make(ada, 'Ada', 'package:redis-server', 40, 'Reached over the loopback interface alone.');
  settled(await decideException(door, ada, ended.id, 'end'));
}

export async function policies(door: PeopleDoor, by: People['ada'], day: Day): Promise<void> {
  const common = { daysFrom: day(3), zone: 'Europe/Berlin', soak: '24h', reboot: 'if-needed', cleanCanary: true };
  const lab = {
    name: 'Lab first',
    ships: 'security',
    endpoints: 'tag:lab',
    days: 'FREQ=WEEKLY;BYDAY=TU',
    wait: '0d',
    rings: '2,rest',
    windows: [],
    automaticUpTo: 20,
    isOn: true,
  };
  const web = {
    name: 'Web servers every month',
    ships: 'security',
    endpoints: 'tag:web',
    days: 'FREQ=MONTHLY;BYDAY=2TU',
    wait: '3d',
    rings: '2,10%,rest',
    windows: ['After Patch Tuesday'],
    isOn: true,
  };
  settled(await savePolicy(door, by, { ...common, ...lab }));
  settled(await savePolicy(door, by, { ...common, ...web }));
}

export async function catalogRules(door: PeopleDoor, by: People['ada'], day: Day): Promise<void> {
  const usual = { stance: 'approved', versions: [], waitDays: 0, presence: 'any', endpoints: '', until: null } as const;
  const office = 'tag:office';
  for (const [product, said] of [
    ['firefox', { waitDays: 7, reason: 'What breaks the order desk is found out by others first.' }],
    ['zoom', { stance: 'held', until: day(20), reason: 'The rooms’ microphones do not work with what is newer.' }],
    [
      '7zip',
      { presence: 'required', endpoints: office, reason: 'Suppliers send archives that Windows does not open.' },
    ],
    ['vlc', { presence: 'forbidden', endpoints: office, reason: 'Not licensed for the screens in the shops.' }],
    ['winget:Acme.Remote', { stance: 'blocked', reason: 'Remote control goes through the gateway alone.' }],
  ] as const)
    settled(await saveCatalogRule(door, by, product, { ...usual, ...said }));
}
