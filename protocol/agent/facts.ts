// What an endpoint says of itself: the machine, its system and how it runs now.
import { z } from './zod.ts';
import { LIST, TEXT } from './limits.ts';
import { bootId, count, filledLine, instant, line, word } from './text.ts';

/** os-release's ID, VERSION_ID and PRETTY_NAME, or what stands for them elsewhere. */
const operatingSystem = z.object({
  id: filledLine(TEXT.short),
  /** Empty where the system has no releases (Arch, Debian unstable). */
  version: line(TEXT.short),
  name: line(TEXT.name).optional(),
  /** Ubuntu Pro pockets, RHEL streams. */
  subscriptions: z.array(filledLine(TEXT.short)).max(LIST.subscriptions).optional(),
});

/** A century. */
const MOST_UPTIME_SECONDS = 3_155_760_000;

/** How the last refreshing of package indexes ended, which the agent asks its executor for. */
const indexRefresh = z.object({
  /** By the endpoint's clock. */
  at: instant,
  /** `refused`: by the machine's own policy. `unavailable`: nobody here may do it. */
  outcome: z.enum(['done', 'failed', 'refused', 'unavailable']),
  /** Absent where it is done. */
  why: filledLine(TEXT.reason).optional(),
});
export type IndexRefresh = z.infer<typeof indexRefresh>;

export const endpointFacts = z.object({
  hostname: filledLine(TEXT.name),
  os: operatingSystem,
  /** The running kernel's release, as `uname -r`; the build on Windows. */
  kernel: filledLine(TEXT.name),
  /** As the kernel calls it: `x86_64`, `aarch64`. */
  arch: filledLine(TEXT.short),
  bootId,
  agentVersion: filledLine(TEXT.short),
  uptimeSeconds: count(MOST_UPTIME_SECONDS),
  /** Null: the agent could not find out, which is not "no". */
  rebootRequired: z.boolean().nullable(),
  /** `none` on bare metal, `kvm`, `vmware`, `lxc`, …; null where it is not known. */
  virtualization: word.nullable(),
  /** Absent where none was asked for yet. */
  indexRefresh: indexRefresh.optional(),
  /** What the agent may not look at on this machine, in one sentence: closed homes. Absent: nothing that it knows of. */
  unseen: filledLine(TEXT.reason).optional(),
  /** Kinds of work it carries out: `install`, `roll-back`. Absent: none. */
  carriesOut: z.array(word).max(LIST.verbs).optional(),
  /** Why that is none. */
  carriesNothing: filledLine(TEXT.reason).optional(),
});
export type EndpointFacts = z.infer<typeof endpointFacts>;
