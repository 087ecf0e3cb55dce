// The resident agent: report, check in, wait; for ever, whatever fails.
import type { Host } from '@suture/adapters/host.ts';
import { AppError } from '@suture/core/app-error.ts';
import { readServerAddress } from '@suture/protocol/trust/install-line.ts';
import { trustedTls } from '@suture/protocol/trust/pinned-tls.ts';
import { checkIn, type CheckedIn } from './check-in.ts';
import { readFacts } from './facts.ts';
import { loadIdentity, type Identity } from './identity.ts';
import { openJournal, type Journal } from './journal.ts';
import { noteContact } from './last-contact.ts';
import { readLocalPolicy } from './local-policy.ts';
import { afterFailure, afterRefusal, afterSuccess } from './pace.ts';
import { renew } from './renew.ts';
import { report } from './report.ts';
import { connectTo, type ServerConnection } from './server-connection.ts';

export interface Running {
  readonly host: Host;
  /** Where identity and journal are. */
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  /** Resolves after the time, or at once when it is time to stop. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly isStopped: () => boolean;
  /** One line, without a newline. */
  readonly log: (line: string) => void;
}

/** Checks in until `isStopped`; answers with what the last check-in came to. Throws AppError where nobody is enrolled. */
export async function run(running: Running): Promise<CheckedIn | undefined> {
  const { folder, now, random, sleep, isStopped, log } = running;
  const enrolled = await loadIdentity(folder);
  if (enrolled === undefined) {
    throw new AppError('environment', `this machine is not enrolled (${folder})`, 'Run the line of: suture enrol new');
  }
  let identity: Identity = enrolled;
  const journal = await openJournal(folder);
  let server = connectAs(identity);
  let failures = 0;
  let last: CheckedIn | undefined;
  while (!isStopped()) {
    last = await turn(running, server, journal);
    failures = last.kind === 'later' ? failures + 1 : 0;
    log(lineOf(last));
    if (last.kind === 'done' && (last.renewCertificate || now() >= Date.parse(identity.renewAfter))) {
      const renewed = await renew(server, identity, folder).catch(() => undefined);
      log(renewed === undefined ? 'the certificate could not be renewed yet' : 'the certificate was renewed');
      if (renewed !== undefined) {
        server.close();
        identity = renewed;
        server = connectAs(identity);
      }
    }
    const ms = pause(last, failures, journal, random());
    await noteContact(folder, { at: now(), outcome: last.kind, line: lineOf(last), next: now() + ms });
    if (!isStopped()) await sleep(ms);
  }
  server.close();
  return last;
}

function connectAs(identity: Identity): ServerConnection {
  const address = readServerAddress(identity.server);
  if (address === undefined) throw new TypeError('the identity names no server');
  const { key, certificate: cert, authorities } = identity;
  return connectTo(address, { ...trustedTls(authorities), key, cert });
}

/** Whatever breaks in it is a failure like any other: it is said, and tried again later. */
async function turn({ host, now }: Running, server: ServerConnection, journal: Journal): Promise<CheckedIn> {
  try {
    const { facts, system } = await readFacts(host);
    const policy = await readLocalPolicy(host);
    return await checkIn({ server, journal, now }, { facts, policy }, await report(host, system));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'later', why, retryAfterSeconds: undefined };
  }
}

function pause(last: CheckedIn, failures: number, { state }: Journal, random: number): number {
  switch (last.kind) {
    case 'done':
      return afterSuccess(state, random);
    case 'later':
      return afterFailure(failures, random, last.retryAfterSeconds);
    case 'refused':
      return afterRefusal(random);
  }
}

function lineOf(last: CheckedIn): string {
  switch (last.kind) {
    case 'done':
      return last.state === 'active' ? 'checked in' : `checked in: ${last.state}`;
    case 'later':
      return `not checked in, later again: ${last.why}`;
    case 'refused':
      return `refused: ${last.document.title}${last.document.detail === undefined ? '' : `: ${last.document.detail}`}`;
  }
}
