// The work of `suture enrol new`.
import { AppError } from '@suture/core/app-error.ts';
import type { Context } from '../context.ts';
import { inertJson } from '../output/inert-json.ts';
import { ask, saidBy } from '../server/ask.ts';
import { localServer, stateFolder } from '../server/local-access.ts';
import type { EnrolOptions } from './enrol.ts';

export async function enrolNew(options: EnrolOptions, context: Context): Promise<void> {
  const request = {
    tags: options.tag,
    uses: numberOf(options.uses),
    expiresInSeconds: secondsOf(options.expires),
    autoApprove: options.autoApprove === true,
  };
  const server = await localServer(stateFolder(context.env));
  if (server === undefined) {
    throw new AppError('environment', 'no server runs here that this user may use', 'Start it: npm start');
  }
  const answer = await ask(server, 'POST', '/api/v1/enrolment-tokens', request);
  const { line, id, expiresAt, usesLeft } = Object(answer.body) as Readonly<Record<string, unknown>>;
  if (typeof line !== 'string') throw new AppError('input', `the server does not want to: ${saidBy(answer)}`);
  if (options.json === true) {
    context.stdout.write(inertJson({ schema: 'suture.enrolment-line/1', line, id, expiresAt, uses: usesLeft }));
    return;
  }
  context.stdout.write(`${line}\n`);
  const approval = request.autoApprove ? 'joins at once' : 'waits for approval';
  context.stderr.write(
    `Run it as root on the next machine, which then ${approval}. Good until ${String(expiresAt)}.\n`,
  );
}

function numberOf(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new AppError('usage', `--uses ${text} is no number of machines`, 'Give one from 1 to 10000.');
}

const unitSeconds = { m: 60, h: 3_600, d: 86_400 } as const;

function secondsOf(text: string): number {
  const [, count, unit] = /^([1-9]\d{0,4})([mhd])$/.exec(text) ?? [];
  const seconds = Number(count) * unitSeconds[unit as keyof typeof unitSeconds];
  if (seconds >= 60 && seconds <= 30 * 86_400) return seconds;
  throw new AppError('usage', `--expires ${text} is no time`, 'Give one like 30m, 1h or 7d; 30 days at most.');
}
