// Which part of the system is to start the agent, and what to do where we cannot tell it to.
import { AppError } from '@suture/core/app-error.ts';
import { on, type Machine } from './machine.ts';
import { ownPlaces } from './places.ts';

/** Throws AppError, with what to do instead, where the system is not run by systemd or the person is not root. */
export async function needSystemd(machine: Machine, doing: string): Promise<void> {
  const refusal = await whyNoSystemd(machine);
  if (refusal !== undefined) throw new AppError('environment', refusal.why, refusal.remedy);
  if (!machine.isRoot) {
    throw new AppError('environment', `to ${doing} the agent, one has to be root`, `sudo suture-agent ${doing} …`);
  }
}

async function whyNoSystemd(machine: Machine): Promise<{ readonly why: string; readonly remedy: string } | undefined> {
  const { host, platform } = machine;
  const byHand = 'See docs/guides/agent.md for what to do by hand.';
  if (platform === 'darwin') return { why: 'suture-agent install does not register with launchd yet', remedy: byHand };
  if (platform === 'win32') return { why: 'suture-agent install does not register a service yet', remedy: byHand };
  if (platform !== 'linux') return { why: `suture-agent install does not know ${platform}`, remedy: byHand };
  if (await host.exists(on(machine, '/run/systemd/system'))) return undefined;
  const start = `${ownPlaces.command} run`;
  if (await host.exists(on(machine, '/run/openrc'))) {
    const remedy = `Write a service for OpenRC that runs, as a user of its own: ${start}. ${byHand}`;
    return { why: 'this system is run by OpenRC; suture-agent install knows systemd only', remedy };
  }
  return {
    why: 'systemd does not run here (a container?)',
    remedy: `Have whatever starts programs here run, as a user of its own: ${start}`,
  };
}
