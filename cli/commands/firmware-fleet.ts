// The work of `suture firmware --fleet`: devices of a server's machines by model, what closes something first.
import { FIRMWARE_NEEDS } from '@suture/core/packages/firmware-offer.ts';
import type { components } from '@suture/protocol/api/client-types.ts';
import type { Context } from '../context.ts';
import { grouped } from '../output/columns.ts';
import { type Column, wantedRows, writeRows } from '../output/rows.ts';
import { listed, plural } from '../output/words.ts';
import { connect } from '../server/connect.ts';
import { collect } from '../server/pages.ts';
import type { ListOptions } from './server-options.ts';

type Model = components['schemas']['DeviceModel'];

export async function firmwareFleet(query: string, options: ListOptions, context: Context): Promise<void> {
  const most = wantedRows(options);
  const { api, ask, origin } = await connect(options, context);
  const { rows, total } = await collect(
    (at) => ask(api.GET('/api/v1/hardware', { params: { query: { q: query, ...at } } }), query),
    most,
  );
  const list = {
    schema: 'suture.fleet-firmware/1',
    about: { server: origin, query },
    rows,
    total,
    columns: COLUMNS,
    said: said(rows, total, query),
    next: rows.some(({ newerOn }) => newerOn > 0) ? 'suture plan --help' : 'suture endpoints ls',
  };
  writeRows(list, options, context);
}

const everyOf = <T>(
  { available }: Model,
  each: (release: Model['available'][number]) => readonly T[],
): readonly T[] => [...new Set(available.flatMap(each))];
const orNothing = (count: number): string => (count === 0 ? '' : grouped(count));

const COLUMNS: readonly Column<Model>[] = [
  { name: 'device', shown: ({ model }) => model },
  { name: 'endpoints', shown: ({ endpoints }) => grouped(endpoints), value: ({ endpoints }) => endpoints, right: true },
  {
    name: 'runs',
    shown: ({ versions }) =>
      listed(
        versions.map(({ version, endpoints }) =>
          versions.length === 1 ? version : `${version} (${grouped(endpoints)})`,
        ),
        3,
      ),
    value: ({ versions }) => versions.map(({ version }) => version).join(' '),
  },
  { name: 'newer', shown: ({ available }) => available.map(({ version }) => version).join(' ') },
  { name: 'newer on', shown: ({ newerOn }) => orNothing(newerOn), value: ({ newerOn }) => newerOn, right: true },
  {
    name: 'not asked on',
    shown: ({ unaskedOn }) => orNothing(unaskedOn),
    value: ({ unaskedOn }) => unaskedOn,
    right: true,
  },
  { name: 'urgency', shown: (model) => everyOf(model, ({ urgency }) => (urgency === null ? [] : [urgency])).join(' ') },
  {
    name: 'fixes',
    shown: (model) =>
      listed(
        everyOf(model, ({ closes }) => closes),
        3,
      ),
    value: (model) => everyOf(model, ({ closes }) => closes).join(' '),
  },
  {
    name: 'needs',
    shown: (model) => everyOf(model, ({ needs }) => needs.map((need) => FIRMWARE_NEEDS[need])).join(', '),
  },
  { name: 'vendor', shown: ({ vendor }) => vendor ?? '', isForPrograms: true },
];

/** Models with something newer come first, so that those of the whole list are among the rows, or all rows are. */
function said(rows: readonly Model[], total: number, query: string): readonly string[] {
  const where = query === '' ? '' : ` for ${query}`;
  if (total === 0) return [`No device is known${where}: fwupd reports them, where it is installed.`];
  const newer = rows.filter(({ newerOn }) => newerOn > 0).length;
  const least = newer === rows.length && newer < total ? ' or more' : '';
  const unasked = rows.filter(({ unaskedOn }) => unaskedOn > 0).length;
  return [
    newer === 0
      ? `${plural(total, 'model of device', 'models of devices')}${where}, and no newer firmware is known.`
      : `${plural(total, 'model of device', 'models of devices')}${where}; newer firmware for ${newer}${least}.`,
    ...(unasked === 0
      ? []
      : [
          `Of ${plural(unasked, 'model', 'models')} it is not known everywhere: fwupd was not, or not wholly, asked there.`,
        ]),
  ];
}
