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

type CustomProbe = z.infer<typeof customProbe>;

const shells = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'fish', 'busybox', 'env', 'xargs', 'sudo', 'eval']);

/** What is wrong with a probe, in words; undefined where it may be asked. */
export function probeFault(probe: CustomProbe): string | undefined {
  if (!/^[\w][\w .:/-]{0,79}$/.test(probe.name)) return 'its name is no plain name';
  if (!(probe.timeoutMs > 0 && probe.timeoutMs <= longestMs)) return 'its time limit is not within 60 s';
  if (probe.kind === 'command') {
    const [program] = probe.argv;
    if (!program.startsWith('/') || program.split('/').includes('..')) return 'its program is no absolute path';
    if (shells.has(program.slice(program.lastIndexOf('/') + 1))) return 'it goes through a shell';
    return probe.argv.some((part) => part.includes('\0')) ? 'it has a NUL in an argument' : undefined;
  }
  try {
    const url = new URL(probe.url);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'it asks neither http nor https';
    return url.username !== '' || url.password !== '' ? 'its address carries a secret' : undefined;
  } catch {
    return 'its address is none';
  }
}

export const conduct = z.strictObject({
  restart: z.enum(['none', 'services']),
  reboot: z.enum(['never', 'if-needed', 'in-window', 'ask']),
  repair: z.boolean(),
  probes: z.array(customProbe).max(50).readonly(),
});
