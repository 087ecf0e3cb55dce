// How a step is gone about beside its versions: signed with it, so that no server can add a command or a reboot.
import { filledLine } from '../agent/text.ts';
import { z } from '../agent/zod.ts';

const probe = { name: filledLine(80), timeoutMs: z.int().min(1).max(60_000), blocking: z.boolean() };
export const customProbe = z.discriminatedUnion('kind', [
  z.strictObject({
    ...probe,
    kind: z.literal('command'),
    argv: z
      .tuple([z.string().min(1).max(400)], z.string().max(400))
      .refine((argv) => argv.length <= 40)
      .readonly(),
  }),
  z.strictObject({
    ...probe,
    kind: z.literal('http'),
    url: z.string().max(2000),
    expectStatus: z.int().min(100).max(599),
    expectText: z.string().max(1000),
  }),
]);

export const conduct = z.strictObject({
  restart: z.enum(['none', 'services']),
  reboot: z.enum(['never', 'if-needed']),
  repair: z.boolean(),
  probes: z.array(customProbe).max(50).readonly(),
});
