// The devices of one endpoint, each with the firmware it runs and what is newer.
import type { Transaction } from './database.ts';
import { type EndpointPackage, type EndpointPackageCursor, packagesOfEndpoint } from './endpoint-packages.ts';
import type { Page, PageRequest } from './page.ts';
import { IS_FIRMWARE, type SaidOfFirmware, saidOf } from './queried-hardware.ts';

export interface EndpointDevice {
  readonly id: string;
  /** As plans name it. */
  readonly name: string;
  readonly model: string;
  readonly vendor: string | null;
  readonly version: string;
  readonly update: EndpointPackage['update'];
  readonly available: readonly (SaidOfFirmware & {
    readonly version: string;
    readonly origin: string;
    readonly held: { readonly cause: string; readonly why: string } | null;
  })[];
}

/** By name. */
export async function hardwareOfEndpoint(
  transaction: Transaction,
  endpoint: string,
  page: PageRequest<EndpointPackageCursor>,
): Promise<Page<EndpointDevice, EndpointPackageCursor>> {
  const found = await packagesOfEndpoint(transaction, endpoint, page, IS_FIRMWARE);
  return { ...found, rows: found.rows.map(deviceOf) };
}

const deviceOf = ({ id, name, vendor, version, update, offers }: EndpointPackage): EndpointDevice => ({
  id,
  name,
  model: name.replace(/ #[0-9]{1,4}$/, ''),
  vendor,
  version,
  update,
  available: offers.map(({ candidate, security, why, held, origin }) => ({
    version: candidate,
    origin,
    held,
    ...saidOf(security === 'unknown' ? null : security === 'yes', [why]),
  })),
});
