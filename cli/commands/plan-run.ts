// The work of `suture plan` and `suture plans show`.
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@suture/core/app-error.ts';
import { readCatchUp } from '@suture/core/maintenance/catch-up.ts';
import type { Checked } from '@suture/core/maintenance/problems.ts';
import { readProbe, readRingProbe } from '@suture/core/probes/probe-text.ts';
import { readRings } from '@suture/core/rollouts/ring-expression.ts';
import type { components, operations } from '@suture/protocol/api/client-types.ts';
import type { Context } from '../context.ts';
import { secondsOf } from '../input/duration.ts';
import { printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { leftOut, planLines } from '../output/plan-lines.ts';
import { progressBar } from '../output/progress.ts';
import { shellWords } from '../output/shell-words.ts';
import { plural } from '../output/words.ts';
import { writePlanFile } from '../plans/plan-file.ts';
import { planView, type PlanView } from '../plans/plan-view.ts';
import { type Connection, connect } from '../server/connect.ts';
import { planMeant, wholePlan } from '../server/plan-names.ts';
import type { PlanOptions, PlanShowOptions } from './plan.ts';
import { queryOf } from './server-options.ts';

type Plan = components['schemas']['Plan'];
type Asked = NonNullable<operations['createPlan']['requestBody']>['content']['application/json'];

const mostAtOnce = 10_000;

export async function planCommand(words: readonly string[], options: PlanOptions, context: Context): Promise<void> {
  const query = queryOf(words, options);
  const body = { q: query, ...asked(options) };
  const connection = await connect(options, context);
  const { api, ask } = connection;
  const asking = await simulated(connection, body, options, context);
  const plan = await ask(api.POST('/api/v1/plans', { body }), query).catch(async (error: unknown) => {
    throw await withWhoIsLeftOut(connection, body, error);
  });
  if (options.output !== undefined) await kept(connection, plan.hash, options.output);
  const next = shellWords(['suture', 'sign', options.output ?? plan.hash]);
  show(plan, { schema: 'suture.plan/1', ...plan }, next, options, context, meanwhile(plan, asking));
}

/** Figures of inventory alone do not stay so: who is asked answers within minutes, and the same plan made then has it. */
const meanwhile = ({ figures, endpoints }: Plan, asking: number): readonly string[] =>
  asking === 0 || figures.simulated >= endpoints
    ? []
    : [
        `${plural(asking, 'kind', 'kinds')} of endpoints ${asking === 1 ? 'is' : 'are'} asked now what it would do: the same command in some minutes has their answers; --simulate waits for them.`,
      ];

/** Where nobody is left to do, each reason with who it keeps out: of a plan that was made they stand in it. */
async function withWhoIsLeftOut({ api, ask }: Connection, body: Asked, error: unknown): Promise<unknown> {
  if (!(error instanceof AppError) || error.code !== 'input') return error;
  const { plan, why, excluded } = await ask(api.POST('/api/v1/plan-previews', { body }), body.q ?? '');
  if (plan !== null || excluded.length === 0 || !/^no endpoint is left/i.test(why ?? '')) return error;
  return new AppError(
    'input',
    'no plan was made: no endpoint is left to do',
    leftOut({ excluded }).map(printable).join('\n'),
    error,
  );
}

/** The plan is frozen by now: where it cannot be written here, its name is not lost with that. */
async function kept(connection: Connection, hash: string, file: string): Promise<void> {
  try {
    await writePlanFile(file, await wholePlan(connection, hash));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError(
      'environment',
      `the plan is made, but ${why}`,
      `Write it elsewhere: ${shellWords(['suture', 'plans', 'show', hash, '-o', 'FILE'])}`,
      error,
    );
  }
}

/** Longer than check-ins are apart: who is online is heard of by then. */
const usualSeconds = 6 * 60;
const againMs = 3_000;

/**
 * Asks each kind of endpoint, and with --simulate waits until all have answered that can be asked, or the time is over; the plan says
 * whose figures are simulated. How many kinds have yet to answer.
 */
async function simulated(
  { api, ask }: Connection,
  body: Asked,
  { simulate, quiet }: PlanOptions,
  context: Context,
): Promise<number> {
  if (simulate === false) return 0;
  if (simulate === undefined) {
    // What cannot be asked about cannot be planned either, and that says why.
    const simulations = api.POST('/api/v1/plan-simulations', { body });
    return ask(simulations, body.q ?? '').then(
      ({ waiting }) => waiting,
      () => 0,
    );
  }
  const seconds = simulate === true ? usualSeconds : secondsOf('--simulate', simulate, 1);
  const until = performance.now() + seconds * 1_000;
  const bar = progressBar(context, quiet !== true);
  try {
    for (;;) {
      const {
        waiting,
        nobody,
        endpoints,
        simulated: done,
      } = await ask(api.POST('/api/v1/plan-simulations', { body }), body.q ?? '');
      bar.show(
        done / Math.max(1, endpoints),
        `${done} of ${plural(endpoints, 'endpoint', 'endpoints')} simulated${nobody === 0 ? '' : `, ${plural(nobody, 'kind', 'kinds')} cannot be asked`}`,
      );
      if (waiting === 0 || performance.now() >= until) return waiting;
      await delay(againMs);
    }
  } finally {
    bar.clear();
  }
}

function asked(options: PlanOptions): Omit<Asked, 'q'> {
  const rings = readRings(options.rings);
  if (!rings.ok) {
    const [fault] = rings.problems;
    throw new AppError('usage', `--rings ${options.rings}: ${fault?.problem ?? ''}`, fault?.remedy);
  }
  const atOnce = Number(options.atOnce);
  if (!Number.isInteger(atOnce) || atOnce < 1 || atOnce > mostAtOnce) {
    throw new AppError(
      'usage',
      `--at-once ${options.atOnce} is no number of endpoints`,
      `Give one from 1 to ${mostAtOnce}.`,
    );
  }
  return {
    ships: ships(options),
    rings: options.rings,
    windows: [...(options.window ?? [])],
    ...catchUpOf(options),
    soakMinutes: options.soak === '0' ? 0 : Math.ceil(secondsOf('--soak', options.soak, 30) / 60),
    expiresInHours: Math.max(1, Math.ceil(secondsOf('--expires', options.expires, 90) / 3_600)),
    mostInFlight: atOnce,
    cleanCanary: options.cleanCanary === true,
    ...ringProbesOf(options),
    ...conductOf(options),
  };
}

function catchUpOf({ catchUp }: PlanOptions): Pick<Asked, 'catchUp'> {
  const read = readCatchUp(catchUp);
  if (read.ok) return read.value.mode === 'next-window' ? {} : { catchUp };
  const [fault] = read.problems;
  throw new AppError('usage', `--catch-up ${catchUp} ${fault?.problem ?? ''}`, fault?.remedy);
}

/** Nothing where nothing is said of it: then it is as is usual. */
function conductOf({ reboot, restart, probe = [] }: PlanOptions): Pick<Asked, 'conduct'> {
  if (reboot === undefined && restart && probe.length === 0) return {};
  return {
    conduct: {
      ...(reboot === undefined ? {} : { reboot }),
      restart: restart ? 'services' : 'none',
      probes: probe.map(probeOf),
    },
  };
}

function ringProbesOf({ ringProbe = [] }: PlanOptions): Pick<Asked, 'ringProbes'> {
  if (ringProbe.length === 0) return {};
  return { ringProbes: ringProbe.map((text) => said('--ring-probe', text, readRingProbe(text))) };
}

type Probe = NonNullable<NonNullable<Asked['conduct']>['probes']>[number];

function probeOf(text: string): Probe {
  const probe = said('--probe', text, readProbe(text));
  return probe.kind === 'command' ? { ...probe, argv: [...probe.argv] } : probe;
}

function said<T>(option: string, text: string, read: Checked<T>): T {
  if (read.ok) return read.value;
  const [fault] = read.problems;
  throw new AppError('usage', `${option} ${text}: ${fault?.problem ?? ''}`, fault?.remedy);
}

/** One kind of it, or nobody knows what is meant. */
function ships(options: PlanOptions): Asked['ships'] {
  const { all, security, patch = [], close = [], remove = [], install = [], required, forbidden } = options;
  const wanted: Asked['ships'][] = [];
  if (all === true) wanted.push({ kind: 'all' });
  if (security === true) wanted.push({ kind: 'security' });
  if (patch.length > 0) wanted.push({ kind: 'sources', sources: [...patch] });
  if (close.length > 0) wanted.push({ kind: 'close', vulnerabilities: close.map((id) => id.toUpperCase()) });
  if (install.length > 0) wanted.push({ kind: 'install', packages: [...install] });
  if (remove.length > 0) wanted.push({ kind: 'remove', packages: [...remove] });
  if (required === true) wanted.push({ kind: 'required' });
  if (forbidden === true) wanted.push({ kind: 'forbidden' });
  const [one, ...others] = wanted;
  if (one !== undefined && others.length === 0) return one;
  throw new AppError(
    'usage',
    one === undefined
      ? 'nothing is said of what the endpoints get'
      : 'several kinds of what the endpoints get are given',
    'Give one of --security, --all, --patch openssl, --close CVE-2024-6387, --install, --remove, --required or --forbidden.',
  );
}

export async function plansShow(text: string, options: PlanShowOptions, context: Context): Promise<void> {
  const meant = await planMeant(text);
  if (meant.kind === 'file') {
    if (options.output !== undefined) await writePlanFile(options.output, meant.plan);
    const view = planView(meant.plan.hash, meant.plan.document);
    const signers = meant.plan.envelope.signatures.map(({ keyid }) => keyid);
    const next = shellWords(['suture', signers.length === 0 ? 'sign' : 'apply', text]);
    return show(view, { schema: 'suture.plan/1', ...view, signers }, next, options, context);
  }
  const connection = await connect(options, context);
  const { plan, drift } = await look(connection, meant.hash);
  if (options.output !== undefined) await writePlanFile(options.output, await wholePlan(connection, meant.hash));
  const isSigned = plan.signatures.given >= plan.signatures.needed;
  const next = shellWords(['suture', isSigned ? 'apply' : 'sign', options.output ?? meant.hash]);
  show(plan, { schema: 'suture.plan/1', ...plan, drift }, next, options, context, driftLines(drift));
}

type Drift = components['schemas']['PlanDrift'];

async function look({ api, ask }: Connection, hash: string): Promise<{ readonly plan: Plan; readonly drift: Drift }> {
  const params = { path: { hash } };
  const [plan, drift] = await Promise.all([
    ask(api.GET('/api/v1/plans/{hash}', { params })),
    ask(api.GET('/api/v1/plans/{hash}/drift', { params })),
  ]);
  return { plan, drift };
}

const mostDrifted = 5;

/** What has changed since, said once for all endpoints of which the same is said. */
export function driftLines({ drifted, items }: Drift): readonly string[] {
  if (drifted === 0) return [];
  const whys = [...Map.groupBy(items, ({ says }) => says.join(' '))].toSorted(([, a], [, b]) => b.length - a.length);
  return [
    `It does not fit ${plural(drifted, 'endpoint', 'endpoints')} any more:`,
    ...whys.slice(0, mostDrifted).map(([why, those]) => `  ${those.length}  ${why}`),
    ...(whys.length > mostDrifted ? [`  … and ${whys.length - mostDrifted} more (--json)`] : []),
  ];
}

function show(
  view: PlanView,
  json: object,
  next: string,
  { json: isJson }: { readonly json?: boolean },
  { stdout }: Context,
  more: readonly string[] = [],
): void {
  if (isJson === true) return void stdout.write(inertJson(json));
  const width = stdout.isTTY === true ? stdout.columns : undefined;
  const blocks = [more.map(printable).join('\n'), planLines(view, width), `Next: ${printable(next)}`];
  stdout.write(`${blocks.filter((block) => block !== '').join('\n\n')}\n`);
}
