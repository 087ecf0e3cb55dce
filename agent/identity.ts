// Who this endpoint is to its server: its id, its key, its certificate, and whom it trusts the server by.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@suture/core/app-error.ts';
import { z } from '@suture/protocol/agent/zod.ts';
import { endpointId, instant, pem } from '@suture/protocol/agent/text.ts';
import { readServerAddress } from '@suture/protocol/trust/install-line.ts';
import { readIfThere, replaceFile } from './state-file.ts';

const identity = z.object({
  version: z.literal(1),
  /** An https origin. */
  server: z.string().refine((text) => readServerAddress(text) !== undefined),
  endpoint: endpointId,
  /** PKCS #8, PEM. Never leaves the machine. */
  key: z.string().max(8192),
  certificate: pem('CERTIFICATE'),
  authorities: z.array(pem('CERTIFICATE')).min(1),
  renewAfter: instant,
  notAfter: instant,
});
export type Identity = Omit<z.infer<typeof identity>, 'version'>;

const fileIn = (folder: string): string => join(folder, 'identity.json');

export function saveIdentity(folder: string, held: Identity): Promise<void> {
  return replaceFile(fileIn(folder), `${JSON.stringify({ version: 1, ...held })}\n`);
}

/** Keeps who this endpoint was as identity.json.replaced, and forgets what its server had acknowledged. */
export async function putAside(folder: string): Promise<void> {
  const path = fileIn(folder);
  const held = await readIfThere(path);
  if (held !== undefined) await replaceFile(`${path}.replaced`, held);
  await rm(join(folder, 'journal.json'), { force: true });
}

/** Undefined before enrolment. Throws AppError where the file is damaged: enrolling anew would be another endpoint. */
export async function loadIdentity(folder: string): Promise<Identity | undefined> {
  const text = await readIfThere(fileIn(folder));
  if (text === undefined) return undefined;
  const read = parse(text.toString());
  if (read !== undefined) return read;
  const remedy = 'Restore it, or enrol again with --replace; the server then sees another endpoint.';
  throw new AppError('environment', `${fileIn(folder)} is damaged`, remedy);
}

function parse(text: string): Identity | undefined {
  try {
    const read = identity.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
