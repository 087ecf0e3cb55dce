// Devices that a query of packages finds, by model: the firmware they run, and what is newer; what closes something first.
import { FIRMWARE_PURL, type FirmwareNeed, readFirmwareOffer } from '@suture/core/packages/firmware-offer.ts';
import type { Transaction } from './database.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';
import { PLACED, endpointsOf, placedBy } from './placed-packages.ts';
import { joinsOf } from './query-joins.ts';
import type { CompiledQuery } from './query-sql.ts';

export interface DeviceModel {
  /** Vendor and name, as fwupd calls it. */
  readonly model: string;
  readonly vendor: string | null;
  readonly endpoints: number;
  readonly newerOn: number;
  /** Where nobody knows whether there is a newer one. */
  readonly unaskedOn: number;
  /** The commonest first; 100 at most. */
  readonly versions: readonly { readonly version: string; readonly endpoints: number }[];
  readonly versionCount: number;
  readonly available: readonly FirmwareRelease[];
}

export interface FirmwareRelease extends SaidOfFirmware {
  readonly version: string;
  readonly endpoints: number;
  readonly heldOn: number;
  readonly held: readonly { readonly cause: string; readonly why: string }[];
  readonly origins: readonly string[];
}

export interface SaidOfFirmware {
  readonly security: 'yes' | 'no' | 'unknown';
  readonly urgency: string | null;
  readonly closes: readonly string[];
  readonly closesMore: number;
  readonly needs: readonly FirmwareNeed[];
}

export interface HardwareCursor {
  /** `1` where something is closed, `2` where something is newer, `3` where nobody knows, `4` else; then the model. */
  readonly name: string;
  /** The vendor. */
  readonly id: string;
}

/** Nothing of an ecosystem, which leaves few of them to look at. */
export const IS_FIRMWARE = `ecosystem is null and purl like '${FIRMWARE_PURL}%'`;
/** Of a package `p`: its name without what tells devices of one machine apart. */
const MODEL = "regexp_replace(p.name, ' #[0-9]{1,4}$', '')";
const MOST = 100;

export async function queriedHardware(
  transaction: Transaction,
  asked: CompiledQuery,
  { after, limit, skip = 0 }: PageRequest<HardwareCursor>,
): Promise<Page<DeviceModel, HardwareCursor>> {
  const query = { ...asked, withOffers: true };
  const { bind, where, values } = query;
  const joins = asked.withOffers ? asked.joins : `${asked.joins} ${joinsOf(new Set(['offer']))}`;
  const [name, id] = [bind(after?.name ?? null, 'text'), bind(after?.id ?? null, 'text')];
  const rows = await transaction.query<HardwareRow>(
    `with ${placedBy(query, IS_FIRMWARE)}, device as materialized (
       select ${MODEL} as model, coalesce(p.detail ->> 'origin', '') as vendor, p.version, class.profiles, class_set.told, o.*
       from ${PLACED} ${joins} where ${where}
     ), found as materialized (
       select case when bool_or(security) then '1' when count(candidate) > 0 then '2' when bool_and(told) then '4' else '3' end
           || model as name, model, vendor, count(distinct version)::int as versions, bit_or(profiles) as profiles,
         bit_or(profiles) filter (where candidate is not null) as newer_on,
         bit_or(profiles) filter (where candidate is null and not told) as unasked_on
       from device group by model, vendor
     ), page as materialized (
       select * from found
       where ${name} is null or (name collate "C", vendor collate "C") > (${name} collate "C", ${id} collate "C")
       order by name collate "C", vendor collate "C" limit ${bind(limit + 1, 'int')} offset ${bind(skip, 'int')}
     ), run as materialized (
       select model, vendor, version, bit_or(device.profiles) as profiles from device join page using (model, vendor)
       group by model, vendor, version
     ), release as materialized (
       select model, vendor, candidate, bit_or(device.profiles) as profiles,
         bit_or(device.profiles) filter (where held_cause is not null) as held_on,
         bool_or(security) as security, array_agg(distinct security_why) as why, array_agg(distinct origin) as origins,
         coalesce(jsonb_agg(distinct jsonb_build_object('cause', held_cause, 'why', held_why))
           filter (where held_cause is not null), '[]') as held
       from device join page using (model, vendor) where candidate is not null group by model, vendor, candidate
     ), sought as (
       select profiles from page union select newer_on from page union select unasked_on from page
       union select profiles from run union select profiles from release union select held_on from release
     ), counted as materialized (${endpointsOf('profiles', 'sought')}
     )
     select page.name, page.model, page.vendor, page.versions as version_count, ${count('page.profiles')} as endpoints,
       ${count('page.newer_on')} as newer_on, ${count('page.unasked_on')} as unasked_on, total,
       (select coalesce(jsonb_agg(to_jsonb(each)), '[]') from (
         select run.version, ${count('run.profiles')} as endpoints from run
         where run.model = page.model and run.vendor = page.vendor order by 2 desc, 1 limit ${MOST}) each) as versions,
       (select coalesce(jsonb_agg(to_jsonb(each)), '[]') from (
         select candidate as version, ${count('release.profiles')} as endpoints, ${count('held_on')} as "heldOn",
           security, why, origins, held
         from release where release.model = page.model and release.vendor = page.vendor order by 2 desc, 1 limit ${MOST}
       ) each) as available
     from (select count(*) as total from found) t left join page on true
     order by page.name collate "C", page.vendor collate "C"`,
    values,
  );
  const found = rows.flatMap((row) =>
    row.name === null ? [] : [{ row: modelOf(row), name: row.name, id: row.vendor }],
  );
  const page = pageOf(found, Number(rows[0]?.total), limit, (each) => ({ name: each.name, id: each.id }));
  return { ...page, rows: page.rows.map(({ row }) => row) };
}

const count = (profiles: string): string =>
  `coalesce((select c.endpoints from counted c where c.profiles = ${profiles}), 0)::int`;

interface HardwareRow {
  readonly name: string | null;
  readonly model: string;
  readonly vendor: string;
  readonly version_count: number;
  readonly endpoints: number;
  readonly newer_on: number;
  readonly unasked_on: number;
  readonly total: string;
  readonly versions: DeviceModel['versions'];
  readonly available: readonly (Omit<FirmwareRelease, keyof SaidOfFirmware> & {
    readonly security: boolean | null;
    readonly why: readonly string[];
  })[];
}

const modelOf = (row: HardwareRow): DeviceModel => ({
  model: row.model,
  vendor: row.vendor === '' ? null : row.vendor,
  endpoints: row.endpoints,
  newerOn: row.newer_on,
  unaskedOn: row.unasked_on,
  versions: row.versions,
  versionCount: row.version_count,
  available: row.available.map(({ security, why, ...release }) => ({ ...release, ...saidOf(security, why) })),
});

/** `why`: of one release to each that it is offered to; from an older version it closes more. */
export function saidOf(security: boolean | null, why: readonly string[]): SaidOfFirmware {
  const read = why.map(readFirmwareOffer);
  const needs = new Set(read.flatMap((each) => each.needs));
  return {
    security: security === null ? 'unknown' : security ? 'yes' : 'no',
    urgency: read.find(({ urgency }) => urgency !== undefined)?.urgency ?? null,
    closes: [...new Set(read.flatMap(({ closes }) => closes))],
    closesMore: Math.max(0, ...read.map(({ closesMore }) => closesMore)),
    needs: [...needs],
  };
}
