// Devices that a query of packages finds, by model: the firmware they run, and what is newer; what closes something first.
import { FIRMWARE_PURL, type FirmwareNeed, readFirmwareOffer } from '@suture/core/packages/firmware-offer.ts';
import type { Transaction } from './database.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';
import { PLACED, type Placement, placePackages } from './placed-packages.ts';
import type { CountedRow } from './placing.ts';
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
const FIRMWARE = `select id as package, null as available from package where organisation = $1 and ${IS_FIRMWARE}`;
/** Of a package `p`: its name without what tells devices of one machine apart. */
const MODEL = "regexp_replace(p.name, ' #[0-9]{1,4}$', '')";
const MOST = 100;

export async function queriedHardware(
  transaction: Transaction,
  query: CompiledQuery,
  { after, limit, skip = 0 }: PageRequest<HardwareCursor>,
): Promise<Page<DeviceModel, HardwareCursor>> {
  const { bind, where } = query;
  const { placed, ask, endpointsOn } = await placePackages(transaction, query, { withOffers: true, only: FIRMWARE });
  const joins = query.withOffers ? query.joins : `${query.joins} ${joinsOf(new Set(['offer']))}`;
  const [name, id] = [bind(after?.name ?? null, 'text'), bind(after?.id ?? null, 'text')];
  const rows = await ask<HardwareRow>(
    `with ${placed}, device as materialized (
       select ${MODEL} as model, coalesce(p.detail ->> 'origin', '') as vendor, p.version, class.place, class_set.told, o.*
       from ${PLACED} ${joins} where ${where}
     ), found as materialized (
       select case when bool_or(security) then '1' when count(candidate) > 0 then '2' when bool_and(told) then '4' else '3' end
           || model as name, model, vendor, count(distinct version)::int as versions, array_agg(place) as places,
         array_agg(place) filter (where candidate is not null) as newer_on,
         array_agg(place) filter (where candidate is null and not told) as unasked_on
       from device group by model, vendor
     ), page as materialized (
       select * from found
       where ${name} is null or (name collate "C", vendor collate "C") > (${name} collate "C", ${id} collate "C")
       order by name collate "C", vendor collate "C" limit ${bind(limit + 1, 'int')} offset ${bind(skip, 'int')}
     ), run as (
       select model, vendor, version, array_agg(place) as places from device join page using (model, vendor)
       group by model, vendor, version
     ), release as (
       select model, vendor, candidate as version, array_agg(place) as places,
         array_agg(place) filter (where held_cause is not null) as "heldPlaces",
         bool_or(security) as security, array_agg(distinct security_why) as why, array_agg(distinct origin) as origins,
         coalesce(jsonb_agg(distinct jsonb_build_object('cause', held_cause, 'why', held_why))
           filter (where held_cause is not null), '[]') as held
       from device join page using (model, vendor) where candidate is not null group by model, vendor, candidate
     )
     select page.name, page.model, page.vendor, page.versions as version_count, page.places, page.newer_on, page.unasked_on, total,
       (select coalesce(jsonb_agg(to_jsonb(run) order by version), '[]') from run
        where run.model = page.model and run.vendor = page.vendor) as versions,
       (select coalesce(jsonb_agg(to_jsonb(release) order by version), '[]') from release
        where release.model = page.model and release.vendor = page.vendor) as available
     from (select count(*) as total from found) t left join page on true
     order by page.name collate "C", page.vendor collate "C"`,
  );
  const found = rows.flatMap((row) =>
    row.name === null ? [] : [{ row: modelOf(row, endpointsOn), name: row.name, id: row.vendor }],
  );
  const page = pageOf(found, Number(rows[0]?.total), limit, (each) => ({ name: each.name, id: each.id }));
  return { ...page, rows: page.rows.map(({ row }) => row) };
}

interface HardwareRow {
  readonly name: string | null;
  readonly model: string;
  readonly vendor: string;
  readonly version_count: number;
  readonly places: CountedRow;
  readonly newer_on: CountedRow;
  readonly unasked_on: CountedRow;
  readonly total: string;
  readonly versions: readonly { readonly version: string; readonly places: CountedRow }[];
  readonly available: readonly (Pick<FirmwareRelease, 'version' | 'held' | 'origins'> & {
    readonly places: CountedRow;
    readonly heldPlaces: CountedRow;
    readonly security: boolean | null;
    readonly why: readonly string[];
  })[];
}

function modelOf(row: HardwareRow, endpointsOn: Placement['endpointsOn']): DeviceModel {
  const [endpoints = 0, newerOn = 0, unaskedOn = 0] = endpointsOn([row.places, row.newer_on, row.unasked_on]);
  const having = endpointsOn(row.versions.map(({ places }) => places));
  const offered = endpointsOn(row.available.flatMap(({ places, heldPlaces }) => [places, heldPlaces]));
  return {
    model: row.model,
    vendor: row.vendor === '' ? null : row.vendor,
    endpoints,
    newerOn,
    unaskedOn,
    versions: commonest(row.versions.map(({ version }, index) => ({ version, endpoints: having[index] ?? 0 }))),
    versionCount: row.version_count,
    available: commonest(
      row.available.map(({ version, held, origins, security, why }, index) => {
        const [on = 0, heldOn = 0] = offered.slice(index * 2);
        return { version, endpoints: on, heldOn, held, origins, ...saidOf(security, why) };
      }),
    ),
  };
}

const commonest = <T extends { readonly endpoints: number }>(rows: readonly T[]): readonly T[] =>
  rows.toSorted((a, b) => b.endpoints - a.endpoints).slice(0, MOST);

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
