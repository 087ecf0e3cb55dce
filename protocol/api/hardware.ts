// Devices and their firmware in the HTTP API: over the fleet by model, and those of one endpoint.
import { z } from '../agent/zod.ts';
import { pageOf } from './page.ts';
import { held, isSecurity } from './updates.ts';

const endpoints = z.int().min(0);

const offered = {
  security: isSecurity,
  urgency: z.string().nullable().meta({ description: 'as its vendor calls it; null: it does not' }),
  closes: z.array(z.string()).readonly().meta({ description: 'CVEs and advisories, the first of them' }),
  closesMore: z.int().min(0).meta({ description: 'how many more it says it closes' }),
  needs: z
    .array(z.enum(['ac-power', 'bootloader', 'shutdown', 'reboot', 'activation', 'recovery-key']))
    .readonly()
    .meta({ description: 'what installing it asks of the machine' }),
};

const firmwareRelease = z.object({
  version: z.string(),
  endpoints: endpoints.meta({ description: 'endpoints that it is offered to' }),
  heldOn: endpoints.meta({ description: 'those of them where it is kept back' }),
  held: z.array(held).readonly(),
  origins: z.array(z.string()).readonly().meta({ description: 'the remotes of fwupd' }),
  ...offered,
});

export const deviceModel = z.object({
  model: z.string().meta({ description: 'vendor and name, as fwupd calls it' }),
  vendor: z.string().nullable(),
  endpoints: endpoints.meta({ description: 'endpoints in service that have one or more of it' }),
  newerOn: endpoints.meta({ description: 'those of them that are offered a newer version' }),
  unaskedOn: endpoints.meta({ description: 'those of them that do not know whether there is a newer one' }),
  versions: z
    .array(z.object({ version: z.string(), endpoints }))
    .readonly()
    .meta({ description: 'what runs in the fleet, the commonest first; 100 at most' }),
  versionCount: z.int().min(1).meta({ description: 'how many different ones' }),
  available: z.array(firmwareRelease).readonly().meta({ description: 'what is newer for any of them; 100 at most' }),
});
export const deviceModelPage = pageOf(deviceModel);

export const endpointDevice = z.object({
  id: z.string(),
  name: z.string().meta({ description: 'as plans name it: the model, with #2 behind it for the second' }),
  model: z.string(),
  vendor: z.string().nullable(),
  version: z.string(),
  update: z
    .enum(['available', 'held', 'none', 'unknown'])
    .meta({ description: 'unknown: fwupd was not, or not wholly, asked' }),
  available: z
    .array(
      z.object({
        version: z.string(),
        origin: z.string(),
        held: held.nullable().meta({ description: 'null: it would be installed now' }),
        ...offered,
      }),
    )
    .readonly(),
});
export const endpointDevicePage = pageOf(endpointDevice);
