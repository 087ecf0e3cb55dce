// A whole server, put together from its parts: what is started in which order, and stopped in which.
import assert from 'node:assert/strict';
import { createPublicKey, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { AppError } from '@suture/core/app-error.ts';
import { bootstrapLine, installLine, readServerAddress } from '@suture/protocol/trust/install-line.ts';
import { keyFiles, loadOrCreateKeys, type KeyPlace } from './access/certificates/keys-kept.ts';
import { trustedRoots } from './access/certificates/rotation.ts';
import { secretSeal } from './access/second-factors/secret-seal.ts';
import { sessionTickets, untilOtherTickets } from './access/certificates/session-tickets.ts';
import type { ServerCertificate } from './access/certificates/server-certificate.ts';
import { agentPackages, type AgentPackages } from './actions/agent-packages.ts';
import type { AgentDoor, AgentEvent } from './actions/agent-door.ts';
import type { EnrolmentPlace } from './actions/create-enrolment-token.ts';
import type { PeopleDoor } from './actions/people-door.ts';
import { planShelf } from './actions/plan-shelf.ts';
import { RingProbeAnswers } from './actions/ring-probe-answers.ts';
import { seenBatches } from './actions/seen-batches.ts';
import { advisoryShelf } from './advisory-shelf.ts';
import { startAgentListener } from './agent-listener.ts';
import { startApiListener } from './api-listener.ts';
import type { Configuration } from './configuration.ts';
import { openDatabaseInUse, type DatabaseInUse } from './database-in-use.ts';
import { firstUserLinks, type FirstUserLink } from './first-user-link.ts';
import { openLocalAccess, type Whereabouts } from './local-access.ts';
import type { Log } from './observability/log.ts';
import { openMetrics } from './observability/metrics.ts';
import { apiRoutes } from './routes/api.ts';
import { authenticateWith } from './routes/authenticate.ts';
import { certificateSource, ownNames, reachableName } from './server-identity.ts';
import { openStore, type OrganisationId, type Store } from './store/database.ts';
import { duePackages } from './store/due-packages.ts';
import { openInstallation } from './store/installation.ts';
import { startDeployments } from './workers/deployments.ts';
import { startFeedSync } from './workers/feed-sync.ts';
import { startCounting } from './workers/counting.ts';
import { startHousekeeping } from './workers/housekeeping.ts';
import { openEventHub } from './workers/event-hub.ts';
import { startMatchingWorker } from './workers/matching-worker.ts';
import { repeat } from './workers/repeat.ts';
import { startPolicies } from './workers/policies.ts';
import { startRingProbes } from './workers/ring-probes.ts';
import { startStatistics } from './workers/statistics.ts';

export interface RunningServer {
  /** Of the API, an https origin. */
  readonly url: string;
  /** What endpoints are told to connect to. */
  readonly agents: string;
  readonly firstUserLink: () => Promise<FirstUserLink | undefined>;
  /** Finishes what is under way, loses nothing of it, gives back what it holds. `hurry`: cuts short what can be done again. */
  stop(hurry: AbortSignal): Promise<void>;
}

/** How endpoints are told to pace themselves. */
/** Package indexes that are older are fetched anew, where the endpoint’s own policy lets them be. */
const INDEXES_SECONDS = 6 * 3600;
const cadence = { intervalSeconds: 300, jitterSeconds: 60, indexesSeconds: INDEXES_SECONDS };
const certificateEveryMs = 3_600_000;
const accessEveryMs = 600_000;
/** As old as what the API makes plans with. */
const policyFreshMs = 3 * 86_400_000;

/** Throws AppError with what to do where the server cannot start; all that was begun is ended then. */
export async function startServer(configuration: Configuration, log: Log): Promise<RunningServer> {
  const ends: ((hurry: AbortSignal) => unknown)[] = [];
  /** In the opposite order, each whatever became of the one before. */
  const stop = async (hurry: AbortSignal): Promise<void> => {
    for (const end of ends.toReversed()) {
      try {
        await end(hurry);
      } catch (error) {
        log.warn({ err: error }, 'something did not stop as it should');
      }
    }
  };
  try {
    return { ...(await start(configuration, log, (end) => void ends.push(end))), stop };
  } catch (error) {
    await stop(new AbortController().signal);
    throw error;
  }
}

type AtEnd = (end: (hurry: AbortSignal) => unknown) => void;

async function start(configuration: Configuration, log: Log, atEnd: AtEnd): Promise<Omit<RunningServer, 'stop'>> {
  const now = (): Date => new Date();
  const database = await openDatabaseInUse(configuration, log);
  atEnd((hurry) => database.stop(hurry.aborted));
  // A demo is told in thousands of commits, of which none is worth waiting for the disk.
  const unsafe = configuration.demo ? { options: '-c synchronous_commit=off' } : {};
  const store = openStore({ connection: { ...database.connection, ...unsafe } });
  atEnd(() => store.close());
  const { organisation } = await openInstallation(store, hostname().slice(0, 100));

  const names = [...new Set([...configuration.publicNames, ...ownNames()])];
  const keys = await loadOrCreateKeys(keyPlace(configuration, database, store, organisation), names, now());
  const certificates = certificateSource(configuration, () => keys.authorities.server.current);
  let certificate = await certificates.current(undefined, now());

  const shelf = advisoryShelf(configuration.advisories);
  atEnd(() => shelf.close());
  const seal = secretSeal(keys.signing, randomBytes);
  const people: PeopleDoor = { store, now, random: randomBytes, seal };
  const authenticate = authenticateWith(store, now);
  const due = (): Promise<number> => store.inOrganisation(organisation, duePackages);
  const metrics = openMetrics({ pool: store.pool, feeds: shelf.feeds, due, now: Date.now });
  const onAnswered = metrics.answered;

  const plans = planShelf();
  const answers = new RingProbeAnswers();
  const agentDoor: AgentDoor = {
    store,
    seen: seenBatches(store),
    endpointAuthority: () => keys.authorities.endpoint,
    serverRoots: () => rootsOf(certificate, configuration, trustedRoots(keys.authorities.server)),
    now,
    random: randomBytes,
    log: (event) => logAgentEvent(log, event),
    cadence,
    work: { signing: keys.signing, plans },
  };
  const demo = configuration.demo
    ? await (
        await import('./demo/demo.ts')
      ).startDemo({
        organisation,
        door: people,
        agents: agentDoor,
        ticking: { plans, signing: keys.signing },
        advisories: configuration.advisories,
        serverKey: certificate.pin,
        log,
      })
    : undefined;
  atEnd(() => demo?.stop());
  const packages = agentPackages(configuration.agentPackages);
  const ticketsOf = (door: 'agents' | 'people') => () =>
    sessionTickets(keys.authorities.endpoint.current.key, door, now());
  const agents = await listening('agents', configuration.agents, (at) =>
    startAgentListener(
      { ...agentDoor, ...(demo && { closed: demo.closed }) },
      { ...at, certificate, tickets: ticketsOf('agents'), onAnswered, packages },
    ),
  );
  atEnd((hurry) => agents.close(hurry));
  let isStopping = false;
  const events = openEventHub({ store, connection: database.connection, now });
  const firstUserLink = firstUserLinks(people, organisation, () => url);
  const api = await listening('api', configuration.api, (at) =>
    startApiListener({
      ...at,
      certificate,
      tickets: ticketsOf('people'),
      trustedProxies: configuration.trustedProxies,
      api: apiRoutes(store, authenticate, {
        isHeardOf: shelf.isHeardOf,
        advisories: () => shelf.database(),
        now,
        seal,
        enrolment: async () => demo ?? placeOf(whereabouts(), await packages()),
        checkpoints: { sign: keys.signing, verify: [createPublicKey(keys.signing)] },
        rollouts: { signing: keys.signing, plans, answers },
        events,
        onRefused: (refused) => log.warn(refused, 'a request was refused'),
      }),
      operations: { authenticate, metrics, firstUserLink, unready: () => unready(due, isStopping) },
      console: configuration.console,
      isDemo: configuration.demo,
      onAnswered,
      onError: (error, route) => log.error({ err: error, route }, 'a request failed'),
    }),
  );
  atEnd((hurry) => api.close(hurry));
  // Before the door closes: streams never end by themselves.
  atEnd(() => events.close());
  const url = originOf(
    configuration.api.host === '0.0.0.0' || configuration.api.host === '::' ? 'localhost' : configuration.api.host,
    api.port,
  );
  const whereabouts = (): Whereabouts => ({
    url,
    agents: originOf(reachableName(configuration.publicNames), agents.port),
    authority: certificate.root,
    fingerprint: certificate.pin,
  });

  const matching = startMatchingWorker(
    { connection: database.connection, organisation, advisories: configuration.advisories },
    log,
    metrics.judged,
  );
  atEnd(() => matching.stop());
  if (!configuration.demo) {
    const feeds = startFeedSync({
      store,
      organisation,
      log,
      shelf,
      now: Date.now,
      path: configuration.advisories,
      source: configuration.feeds,
      onUpdated: matching.look,
      firstMs: configuration.feedsAfterMs,
    });
    atEnd(() => feeds.stop());
  }
  const deployments = startDeployments({
    store,
    connection: database.connection,
    organisation,
    log,
    signing: keys.signing,
    plans,
    answers,
  });
  atEnd(() => deployments.stop());
  const probing = startRingProbes({ store, organisation, log, plans, answers });
  atEnd(() => probing.stop());
  const standing = startPolicies({
    door: people,
    store,
    organisation,
    log,
    parts: { signing: keys.signing, plans, answers },
    freshMs: policyFreshMs,
  });
  atEnd(() => standing.stop());
  const house = startHousekeeping({
    store,
    organisation,
    log,
    signing: keys.signing,
    now,
    historyDays: configuration.historyDays,
    everyMs: configuration.housekeepingMs,
  });
  atEnd(() => house.stop());
  const counting = startCounting({ store, organisation, log });
  atEnd(() => counting.stop());
  const statistics = startStatistics({ store, organisation, log });
  atEnd(() => statistics.stop());

  const access = await openLocalAccess(people, organisation, configuration.state);
  atEnd(() => access.end());
  const showing = repeat(
    { name: 'certificate', log, firstMs: certificateEveryMs, everyMs: certificateEveryMs },
    async () => {
      const next = await certificates.current(certificate, now());
      if (next === certificate) return;
      certificate = next;
      agents.present(next);
      api.present(next);
      log.info({ names: next.names, notAfter: next.notAfter }, 'another certificate is shown');
    },
  );
  atEnd(() => showing.stop());
  const ticketing = repeat(
    { name: 'session tickets', log, firstMs: untilOtherTickets(now()), everyMs: 60_000, random: () => 0 },
    async () => {
      agents.changeTickets();
      api.changeTickets();
      return untilOtherTickets(now());
    },
  );
  atEnd(() => ticketing.stop());
  const keeping = repeat({ name: 'local access', log, firstMs: accessEveryMs, everyMs: accessEveryMs }, () =>
    access.keep(whereabouts()),
  );
  atEnd(() => keeping.stop());
  atEnd(() => (isStopping = true));
  // Last, as whoever waits for the server waits for this file.
  await access.keep(whereabouts());
  return { url, agents: whereabouts().agents, firstUserLink };
}

/** Where machines join, for who makes a token for them. */
function placeOf({ agents, fingerprint }: Whereabouts, packages: AgentPackages | undefined): EnrolmentPlace {
  const address = readServerAddress(agents);
  assert(address !== undefined, 'the agents’ door is an https origin');
  const script = packages?.scriptSha256;
  const line = (token: string): string =>
    script === undefined ? installLine(address, token) : bootstrapLine(address, token, script);
  return { serverKey: fingerprint, line };
}

function keyPlace(
  { authorities, state }: Configuration,
  { kind }: DatabaseInUse,
  store: Store,
  organisation: OrganisationId,
): KeyPlace {
  // Several servers on one database have nothing else in common.
  if (kind === 'given' && authorities === undefined) return { kind: 'database', store, organisation };
  return { kind: 'files', ...keyFiles(state, authorities, kind === 'given') };
}

/** A certificate that the operator brings hangs from their own authority. */
const rootsOf = ({ root }: ServerCertificate, { certificate }: Configuration, own: readonly string[]) =>
  certificate === undefined ? own : [root];

const originOf = (host: string, port: number): string =>
  new URL(`https://${host.includes(':') ? `[${host}]` : host}:${port}`).origin;

async function listening<T>(
  which: 'api' | 'agents',
  at: Configuration['api'],
  listen: (at: Configuration['api']) => Promise<T>,
): Promise<T> {
  try {
    return await listen(at);
  } catch (error) {
    const code: unknown = Reflect.get(Object(error), 'code');
    if (code === 'EAFNOSUPPORT' && at.host === '::') return listening(which, { ...at, host: '0.0.0.0' }, listen);
    const why =
      code === 'EADDRINUSE'
        ? 'something else listens there'
        : code === 'EACCES'
          ? 'this user may not'
          : error instanceof Error
            ? error.message
            : String(error);
    throw new AppError(
      'environment',
      `cannot listen on ${originOf(at.host, at.port)}: ${why}`,
      `Give another with --${which}-port or --${which}-host.`,
      error,
    );
  }
}

async function unready(due: () => Promise<unknown>, isStopping: boolean): Promise<string | undefined> {
  if (isStopping) return 'the server is stopping';
  const { promise, resolve } = Promise.withResolvers<string>();
  const timer = setTimeout(resolve, 2_000, 'the database does not answer');
  try {
    return await Promise.race([promise, due().then(() => undefined)]);
  } catch {
    return 'the database is away';
  } finally {
    clearTimeout(timer);
  }
}

function logAgentEvent(log: Log, { problem, path, address, peer, error }: AgentEvent): void {
  const said = { problem: problem.title, status: problem.status, path, address, endpoint: peer?.endpoint };
  if (error === undefined) log.info(said, 'endpoint refused');
  else log.error({ ...said, err: error }, 'an endpoint’s request failed');
}
