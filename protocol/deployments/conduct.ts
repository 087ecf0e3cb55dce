// How a step is gone about beside its versions: signed with it, so that no server can add a command or a reboot.
import { filledLine } from '../agent/text.ts';
import { z } from '../agent/zod.ts';

const longestMs = 60_000;
const each = { name: filledLine(80), timeoutMs: z.int().min(1).max(longestMs), blocking: z.boolean() };
export const customProbe = z.discriminatedUnion('kind', [
  z.strictObject({
    ...each,
    kind: z.literal('command'),
    argv: z
      .tuple([z.string().min(1).max(400)], z.string().max(400))
      .refine((argv) => argv.length <= 40)
      .readonly(),
  }),
  z.strictObject({
    ...each,
    kind: z.literal('http'),
    url: z.string().max(2000),
    expectStatus: z.int().min(100).max(599),
    expectText: z.string().max(1000),
  }),
]);

export const conduct = z.strictObject({
  restart: z.enum(['none', 'services']),
  reboot: z.enum(['never', 'if-needed', 'in-window', 'ask']),
  repair: z.boolean(),
  probes: z.array(customProbe).max(50).readonly(),
});
