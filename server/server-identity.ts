// What this server shows to whoever connects: its certificate, made anew before it ends and when its names change.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import { AppError } from '@suture/core/app-error.ts';
import type { Authority } from './access/certificates/authority.ts';
import { namesBeyond } from './access/certificates/name-constraints.ts';
import {
  isServerCertificateDue,
  issueServerCertificate,
  readGivenCertificate,
  type ServerCertificate,
  type ServerCertified,
} from './access/certificates/server-certificate.ts';
import type { Configuration } from './configuration.ts';

/** Names by which this machine may be reached, without being told; some will be of no use. */
export function ownNames(): readonly string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal, address, scopeid }) => !internal && (scopeid ?? 0) === 0 && !address.startsWith('fe80'))
    .map(({ address }) => address);
  const name = hostname().toLowerCase();
  const isName = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(name);
  return isName ? [name, ...addresses] : addresses;
}

/** What endpoints elsewhere are told to connect to: what the operator says, else the first address that is not only ours. */
export function reachableName(publicNames: readonly string[]): string {
  const [given] = publicNames;
  if (given !== undefined) return given;
  const names = ownNames();
  return names.find((name) => /^\d+\.\d+\.\d+\.\d+$/.test(name)) ?? names[0] ?? 'localhost';
}

export interface CertificateSource {
  /** The certificate to show now: the one held, unless another is due. Throws AppError where there can be none. */
  current(held: ServerCertificate | undefined, now: Date): Promise<ServerCertificate>;
}

export function certificateSource(
  { certificate, publicNames }: Pick<Configuration, 'certificate' | 'publicNames'>,
  authority: () => Authority,
): CertificateSource {
  if (certificate !== undefined) return { current: (held, now) => broughtCertificate(certificate, held, now) };
  return {
    async current(held, now) {
      const from = authority();
      const own = ownNames();
      const beyond = new Set(namesBeyond(from.names, own));
      const names = [...publicNames, ...own.filter((name) => !beyond.has(name))];
      if (held !== undefined && !isServerCertificateDue(held, { now, names, root: from.certificate })) return held;
      return certified(await issueServerCertificate(from, names, now, randomBytes), 'Check --public-name.');
    },
  };
}

async function broughtCertificate(
  files: { readonly chain: string; readonly key: string },
  held: ServerCertificate | undefined,
  now: Date,
): Promise<ServerCertificate> {
  const read = readGivenCertificate(await readFile(files.chain, 'utf8'), await readFile(files.key, 'utf8'), now);
  // Somebody may be writing the files just now; what is shown still holds for a while.
  if (!read.ok && held !== undefined && now < held.notAfter) return held;
  const next = certified(read, 'Check --certificate and --key.');
  return held?.chain === next.chain ? held : next;
}

function certified(outcome: ServerCertified, remedy: string): ServerCertificate {
  if (outcome.ok) return outcome.certificate;
  throw new AppError('environment', `the server has no certificate: ${outcome.why}`, remedy);
}
