// The resident agent: look whether anything changed, report if so, check in, wait; for ever, whatever fails.
import type { Watch } from '@suture/adapters/adapter.ts';
import { AppError } from '@suture/core/app-error.ts';
import type { IndexRefresh } from '@suture/protocol/agent/facts.ts';
import type { EndpointId } from '@suture/protocol/agent/text.ts';
import { TEXT } from '@suture/protocol/agent/limits.ts';
import type { Simulated, SimulationOutcome, SimulationRequest } from '@suture/protocol/deployments/simulation.ts';
import { uptime } from 'node:os';
import { checkIn, type CheckedIn, type CheckInParts, type Reported } from './check-in.ts';
import type { Worker } from './jobs/worker.ts';
import { loadIdentity, type Identity } from './identity.ts';
import { openJournal, type Journal } from './journal.ts';
import { keptSets, type KeptSets } from './kept-sets.ts';
import { noteContact } from './last-contact.ts';
import { fetchOffer } from './own-packages/fetch.ts';
import type { TaskAnswer } from './own-process.ts';
import { pauseAfter } from './pace.ts';
import { renew } from './renew.ts';
import type { ReportMessage } from './report-message.ts';
import { sayOutcome } from './say-outcome.ts';
import { connectAs, type ServerConnection } from './server-connection.ts';

/** What the resident part has done for it, as it reads no packages and may change nothing itself. */
export interface Machine {
  /** Another text once anything watched has changed. */
  readonly look: (watches: readonly Watch[]) => string;
  readonly report: () => Promise<TaskAnswer<ReportMessage>>;
  readonly delta: CheckInParts['delta'];
  /** Has the package indexes fetched anew. Never throws. */
  readonly refreshIndexes: () => Promise<Omit<IndexRefresh, 'at'>>;
  /** Reckons what a step would come to. Never throws; absent: nothing is reckoned. */
  readonly simulate?: (request: SimulationRequest) => Promise<SimulationOutcome>;
  /** Has the executor verify what was fetched of packages of one's own; absent: nothing is fetched. Never throws. */
  readonly takeOffer?: () => Promise<{ readonly ok: boolean; readonly why: string }>;
  /** Carries out jobs; absent: it takes none. */
  readonly openWorker?: (endpoint: EndpointId) => Promise<Worker>;
}

export interface Running {
  readonly machine: Machine;
  /** Where identity and journal are. */
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds since some start, which never go back. */
  readonly monotonic: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  /** Resolves after the time, when `wake` does, or at once when it is time to stop. */
  readonly sleep: (ms: number, wake?: Promise<void>) => Promise<void>;
  readonly isStopped: () => boolean;
  /** One line, without a newline; not for what was said just before. */
  readonly log: (line: string) => void;
  readonly connect?: (identity: Identity) => ServerConnection;
}

/** Whatever seems unchanged is reported anew after this long: not everything shows in a file's times. */
const reportAgainMs = 24 * 60 * 60_000;
/** Between a check-in and the next at the soonest, where there is something to say of a job. */
const newsMs = 1_000;
/** To a report that the server asked for. */
const soonMs = 5_000;

interface Known {
  readonly message: ReportMessage;
  readonly looked: string;
  /** By the clock that never goes back, and by the other one. */
  readonly at: number;
  readonly madeAt: string;
  /** Why a newer report failed. */
  readonly outdated: string | undefined;
}

/** Checks in until `isStopped`; answers with what the last check-in came to. Throws AppError where nobody is enrolled. */
export async function run(running: Running): Promise<CheckedIn | undefined> {
  const { machine, folder, now, random, sleep, isStopped, log, connect = connectAs } = running;
  const enrolled = await loadIdentity(folder);
  if (enrolled === undefined) {
    throw new AppError('environment', `this machine is not enrolled (${folder})`, 'Run the line of: suture enrol new');
  }
  let identity: Identity = enrolled;
  const journal = await openJournal(folder, log);
  const sets = keptSets(folder);
  let server = connect(identity);
  let known: Known | undefined;
  let failures = 0;
  let last: CheckedIn | undefined;
  let simulated: readonly Simulated[] = [];
  const worker = await machine.openWorker?.(identity.endpoint);
  const working = worker?.run(isStopped);
  while (!isStopped()) {
    try {
      known = await upToDate(running, sets, journal, known, () => worker?.isChanging() === true);
      const takesJobs = worker !== undefined && known.message.facts.carriesOut !== undefined;
      const jobs = takesJobs ? { jobs: worker, simulated } : {};
      const parts = { server, journal, sets, delta: machine.delta, now, ...jobs };
      last = await checkIn(parts, reportedNow(known, journal));
      if (last.kind === 'stale') known = undefined;
      if (last.kind === 'done') {
        const renewed = await renewedIdentity(running, server, identity, last);
        if (renewed !== undefined) {
          server.close();
          identity = renewed;
          server = connect(identity);
        }
        await refreshIfWanted(running, journal, last);
        if (takesJobs) await takeOfferIfNew(running, journal, server, last);
        if (last.wantsChangelogs) known = undefined;
        simulated = await reckoned(machine, last.simulations);
      }
    } catch (error) {
      // Whatever breaks is a failure like any other: it is said, and tried again later.
      last = {
        kind: 'later',
        why: error instanceof Error ? error.message : String(error),
        retryAfterSeconds: undefined,
      };
    }
    failures = last.kind === 'later' || last.kind === 'stale' ? failures + 1 : 0;
    const lines = sayOutcome(last, folder);
    for (const line of lines) log(line);
    if (journal.trouble !== undefined) log(`the journal cannot be written: ${journal.trouble}`);
    // Thousands of endpoints that wait with open connections are a load; servers hang up before long anyway.
    server.rest();
    const ms =
      last.kind === 'done' && (last.wantsChangelogs || simulated.length > 0)
        ? soonMs
        : pauseAfter(last, failures, journal.state, random());
    const outcome = last.kind === 'stale' ? 'later' : last.kind;
    await noteContact(folder, { at: now(), outcome, line: lines[0] ?? '', next: now() + ms });
    if (isStopped()) continue;
    if (worker === undefined || last.kind !== 'done') await sleep(ms);
    else {
      // What happens to a job is told soon; a server that does not answer is not asked the sooner for it.
      await sleep(Math.min(ms, newsMs));
      await sleep(Math.max(ms - newsMs, 0), worker.news());
    }
  }
  await working;
  server.close();
  return last;
}

/** One after another: each asks a package manager. */
async function reckoned({ simulate }: Machine, wanted: readonly SimulationRequest[]): Promise<readonly Simulated[]> {
  const answers: Simulated[] = [];
  if (simulate === undefined) return answers;
  for (const each of wanted) {
    answers.push({ id: each.id, outcome: await simulate(each) });
  }
  return answers;
}

/** The report to go by: the one there is, while nothing shows a change; a new one; or the old one, marked as old. */
async function upToDate(
  { machine, monotonic, now, log }: Running,
  sets: KeptSets,
  journal: Journal,
  known: Known | undefined,
  isChanging: () => boolean,
): Promise<Known> {
  // Half of an install is not what is installed: it is reported when it has been verified.
  if (known !== undefined && isChanging()) return known;
  // Before the report: what changes while it is made shows next time.
  const before = known === undefined ? undefined : machine.look(known.message.watches);
  const isFresh = known !== undefined && monotonic() - known.at < reportAgainMs && known.looked === before;
  if (isFresh && known.outdated === undefined) return known;
  await sets.keepOnly(journal.state.acknowledged).catch(() => undefined);
  const answer = await machine.report();
  // An install that began meanwhile may be in it by half.
  if (known !== undefined && isChanging()) return known;
  if (answer.ok) {
    const { value: message } = answer;
    // The first report brings the list of what to look at, and how that looked before it began.
    const madeAt = new Date(now()).toISOString();
    return { message, looked: before ?? message.looked, at: monotonic(), madeAt, outdated: undefined };
  }
  log(`no report: ${answer.why}`);
  if (known === undefined) throw new AppError('environment', `this machine cannot be reported: ${answer.why}`);
  return { ...known, outdated: answer.why };
}

/** The facts as they are now, and sections of an outdated report as what they are: known in part. */
function reportedNow({ message, madeAt, outdated }: Known, { state }: Journal): Reported {
  const { indexRefresh } = state;
  const facts = {
    ...message.facts,
    uptimeSeconds: Math.floor(uptime()),
    ...(indexRefresh === undefined ? {} : { indexRefresh }),
  };
  if (outdated === undefined) return { ...message, facts };
  const why = `as of ${madeAt}; a newer report failed: ${outdated}`
    .replaceAll(/[\x00-\x1f\x7f]+/g, ' ')
    .slice(0, TEXT.reason)
    .toWellFormed();
  const sections = message.sections.map((section): ReportMessage['sections'][number] =>
    section.status === 'failed' ? section : { ...section, status: 'partial', problems: [why] },
  );
  return { ...message, facts, sections };
}

async function renewedIdentity(
  { folder, now, log }: Running,
  server: ServerConnection,
  identity: Identity,
  { renewCertificate, serverAheadMs }: Extract<CheckedIn, { kind: 'done' }>,
): Promise<Identity | undefined> {
  // By the server's clock: this machine's may be years ahead, and would renew at each check-in.
  const serverNow = now() + serverAheadMs;
  if (!renewCertificate && serverNow < Date.parse(identity.renewAfter)) return undefined;
  const renewed = await renew(server, identity, folder).catch(() => undefined);
  log(renewed === undefined ? 'the certificate could not be renewed yet' : 'the certificate was renewed');
  return renewed;
}

/** Of what was taken a new index is fetched once a day, as it is believed for some days only. */
const offerAgainMs = 24 * 60 * 60_000;

/** Once for each number; what the executor does not believe is said, and fetched anew once a day. */
async function takeOfferIfNew(
  { machine, folder, now, log }: Running,
  journal: Journal,
  server: ServerConnection,
  { ownPackages: number }: Extract<CheckedIn, { kind: 'done' }>,
): Promise<void> {
  const before = journal.state.ownPackages;
  const isKnown = before?.number === number && now() - before.at < offerAgainMs && before.at <= now();
  if (machine.takeOffer === undefined || isKnown || (number === 0 && before === undefined)) return;
  if (!(await fetchOffer(server, folder)))
    return log('what is on offer of the organisation’s own packages could not be fetched');
  const taken = await machine.takeOffer();
  await journal.update({ ownPackages: { number, at: now() } });
  if (!taken.ok) log(`the organisation’s own packages: ${taken.why}`);
}

/** Once for what the server asks, whatever comes of it; how it ended is among the facts of the next check-in. */
async function refreshIfWanted(
  { machine, now, log }: Running,
  journal: Journal,
  { indexesSince }: Extract<CheckedIn, { kind: 'done' }>,
): Promise<void> {
  const tried = journal.state.indexRefresh?.at;
  // One in the future is of a clock that was wrong.
  const isDone =
    tried !== undefined && Date.parse(tried) >= (indexesSince ?? 0) && Date.parse(tried) <= now() + 3_600_000;
  if (indexesSince === undefined || isDone) return;
  const outcome = await machine.refreshIndexes();
  await journal.update({ indexRefresh: { at: new Date(now()).toISOString(), ...outcome } });
  log(`package indexes: ${outcome.outcome}${outcome.why === undefined ? '' : `, ${outcome.why}`}`);
}
