// `suture-agent install`: lays the agent into a machine without its package, or makes ready what the package laid.
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '@suture/core/app-error.ts';
import { command, on, placeCopy, placeFolder, placeLink, placeText, succeeds, type Machine } from './machine.ts';
import { agentUser, enabledUnits, ownPlaces, packagedPlaces, policyFile, programFiles, stateFolder } from './places.ts';
import { policyExample } from './policy-example.ts';
import { needSystemd } from './service-manager.ts';
import { systemdUnits } from './systemd-units.ts';

const { agent, node } = programFiles;

/** May be run again, also to mend what is missing; what a person switched off is switched on. Throws AppError. */
export async function install(machine: Machine): Promise<void> {
  await needSystemd(machine, 'install');
  const { host, running } = machine;
  const isPackaged = running === on(machine, packagedPlaces.programs);
  if (!isPackaged) {
    if (await host.exists(on(machine, `${packagedPlaces.programs}/${agent}`))) {
      const remedy = `Use ${packagedPlaces.command} install, or remove the package first.`;
      throw new AppError('environment', 'the agent is installed here by its package', remedy);
    }
    if (!(await host.exists(join(running, node))) || !(await host.exists(join(running, agent)))) {
      const remedy = 'In the clone: npm run package. Then install what that made (docs/guides/agent.md).';
      throw new AppError('environment', 'this is not a packed agent that could be copied into the system', remedy);
    }
  }
  const owner = await ensureUser(machine);
  if (!isPackaged) await lay(machine);
  await placeFolder(machine, stateFolder, owner);
  await command(machine, 'systemctl', 'daemon-reload');
  await command(machine, 'systemctl', 'enable', '--quiet', ...enabledUnits);
  // The agent's own unit waits for an identity, so that this is right before enrolment too.
  await command(machine, 'systemctl', 'start', enabledUnits[0]);
  await command(machine, 'systemctl', 'restart', enabledUnits[1]);
}

async function ensureUser(machine: Machine): Promise<{ readonly uid: number; readonly gid: number }> {
  if (!(await succeeds(machine, 'getent', 'passwd', agentUser))) {
    const home = ['--no-create-home', '--home-dir', stateFolder, '--shell', '/usr/sbin/nologin'] as const;
    await command(machine, 'useradd', '--system', '--user-group', ...home, agentUser);
  }
  const [, , uid, gid] = (await command(machine, 'getent', 'passwd', agentUser)).split(':');
  if (uid === undefined || gid === undefined || !/^[1-9]\d*$/.test(uid) || !/^\d+$/.test(gid)) {
    throw new AppError('environment', `the user ${agentUser} is not one that an agent could run as`);
  }
  return { uid: Number(uid), gid: Number(gid) };
}

async function lay(machine: Machine): Promise<void> {
  const { programs, command: link, units } = ownPlaces;
  if (machine.running !== on(machine, programs)) {
    for (const file of Object.values(programFiles)) {
      const from = join(machine.running, file);
      if (basename(file) === node) await placeCopy(machine, from, `${programs}/${file}`);
      else await placeText(machine, `${programs}/${file}`, withOwnNode(await readFile(from, 'utf8')), 0o755);
    }
  }
  await placeLink(machine, link, `${programs}/${agent}`);
  for (const [name, text] of Object.entries(systemdUnits(ownPlaces)))
    await placeText(machine, `${units}/${name}`, text);
  if (!(await machine.host.exists(on(machine, policyFile)))) await placeText(machine, policyFile, policyExample);
}

/** A program's first line names its Node by the full path. */
const withOwnNode = (program: string): string => program.replace(/^#!.*\n/, `#!${ownPlaces.programs}/${node}\n`);
