// `suture-agent uninstall`: takes out what `install` laid; the identity stays unless it is purged.
import { readFile, rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '@suture/core/app-error.ts';
import { command, on, succeeds, type Machine } from './machine.ts';
import {
  agentUnit,
  agentUser,
  enabledUnits,
  executorFolder,
  executorSocket,
  executorSocketUnit,
  executorUnit,
  ownPlaces,
  packagedPlaces,
  policyFile,
  programFiles,
  stateFolder,
} from './places.ts';
import { policyExample } from './policy-example.ts';
import { needSystemd } from './service-manager.ts';

/** What is left to say, a sentence each. May be run again. Throws AppError. */
export async function uninstall(machine: Machine, purge: boolean): Promise<readonly string[]> {
  await needSystemd(machine, 'uninstall');
  if (await machine.host.exists(on(machine, `${packagedPlaces.programs}/${programFiles.agent}`))) {
    const remedy = `apt-get ${purge ? 'purge' : 'remove'} suture-agent`;
    throw new AppError('environment', 'the agent is installed here by its package, which has to take it out', remedy);
  }
  // An installation that is under way is waited for.
  for (const unit of [agentUnit, executorSocketUnit, executorUnit]) await succeeds(machine, 'systemctl', 'stop', unit);
  for (const unit of enabledUnits) await succeeds(machine, 'systemctl', 'disable', '--quiet', unit);
  for (const unit of [agentUnit, executorSocketUnit, executorUnit]) {
    await rm(on(machine, `${ownPlaces.units}/${unit}`), { force: true });
  }
  await command(machine, 'systemctl', 'daemon-reload');
  await rm(on(machine, ownPlaces.command), { force: true });
  await rm(on(machine, ownPlaces.programs), { recursive: true, force: true });
  const listed = 'The server goes on listing this endpoint, as one that is silent, until a person removes it there.';
  if (!purge) return [`Its identity stays in ${stateFolder}: installed again, it is the same endpoint.`, listed];
  for (const folder of [stateFolder, executorFolder]) await rm(on(machine, folder), { recursive: true, force: true });
  await succeeds(machine, 'userdel', agentUser);
  await rmdir(on(machine, dirname(executorSocket))).catch(() => undefined);
  return [...(await withoutPolicy(machine)), listed];
}

/** Rules that someone wrote are not ours to throw away. */
async function withoutPolicy(machine: Machine): Promise<readonly string[]> {
  const path = policyFile;
  const text = await readFile(on(machine, path), 'utf8').catch(() => undefined);
  if (text === undefined) return [];
  if (text !== policyExample) return [`${path} was changed here and stays.`];
  await rm(on(machine, path), { force: true });
  await rmdir(on(machine, dirname(path))).catch(() => undefined);
  return [];
}
