// `suture-agent install` and `uninstall` on Windows: programs, a folder that is the system's alone, and a task that starts with it.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@suture/core/app-error.ts';
import { defaultFolder, defaultPolicyFile, windowsFolder } from '../system-paths.ts';
import { command, placeCopy, placeText, succeeds, type Machine } from './machine.ts';
import { windowsProgramFolder, windowsPrograms, windowsTaskName } from './places.ts';
import { policyExample } from './policy-example.ts';
import { windowsTask } from './windows-task.ts';

const schtasks = '/Windows/System32/schtasks.exe';
const icacls = '/Windows/System32/icacls.exe';

/** May be run again. Throws AppError. Source: the pages on icacls and schtasks of Microsoft's documentation. */
export async function installOnWindows(machine: Machine): Promise<void> {
  const { node, agent } = windowsPrograms;
  for (const file of [node, agent]) {
    if (await machine.host.exists(join(machine.running, file))) continue;
    throw new AppError('environment', `there is no ${file} beside this program`, 'Unpack the whole archive first.');
  }
  await asAdministrator(async () => {
    await mkdir(windowsFolder, { recursive: true });
    await ownAlone(machine);
    await mkdir(defaultFolder, { recursive: true });
    if (machine.running.toLowerCase() !== windowsProgramFolder.toLowerCase()) {
      await stopTask(machine);
      for (const file of [node, agent])
        await placeCopy(machine, join(machine.running, file), join(windowsProgramFolder, file));
    }
    if (!(await machine.host.exists(defaultPolicyFile))) await placeText(machine, defaultPolicyFile, policyExample);
    const text = windowsTask(join(windowsProgramFolder, node), join(windowsProgramFolder, agent), defaultFolder);
    const file = join(windowsFolder, 'task.xml');
    // Windows reads such a file as what it is told to be in.
    await writeFile(file, `\uFEFF${text}`, 'utf16le');
    await command(machine, schtasks, '/create', '/tn', windowsTaskName, '/xml', file, '/f');
  });
}

/** Whoever made it before us may own it still: it becomes the administrators', and nothing in it keeps rights of its own. */
async function ownAlone(machine: Machine): Promise<void> {
  await command(machine, icacls, windowsFolder, '/setowner', '*S-1-5-32-544', '/t', '/c', '/q');
  await command(machine, icacls, windowsFolder, '/reset', '/t', '/c', '/q');
  const rights = ['*S-1-5-18:(OI)(CI)F', '*S-1-5-32-544:(OI)(CI)F'];
  await command(machine, icacls, windowsFolder, '/inheritance:r', '/grant:r', ...rights, '/q');
}

export const stopTask = (machine: Machine): Promise<boolean> =>
  succeeds(machine, schtasks, '/end', '/tn', windowsTaskName);

export async function startTask(machine: Machine): Promise<void> {
  await command(machine, schtasks, '/run', '/tn', windowsTaskName);
}

/** What is left to say, a sentence each. The program that runs cannot take itself away. */
export async function uninstallOnWindows(machine: Machine, purge: boolean): Promise<readonly string[]> {
  await asAdministrator(async () => {
    await stopTask(machine);
    await succeeds(machine, schtasks, '/delete', '/tn', windowsTaskName, '/f');
    if (purge) await rm(windowsFolder, { recursive: true, force: true });
  });
  const listed = 'The server goes on listing this endpoint, as one that is silent, until a person removes it there.';
  const programs = `Its programs stay in ${windowsProgramFolder}: remove that folder.`;
  return purge ? [programs, listed] : [`Its identity stays in ${defaultFolder}.`, programs, listed];
}

async function asAdministrator(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const code = String(Reflect.get(Object(error), 'code'));
    if (code !== 'EPERM' && code !== 'EACCES') throw error;
    const remedy = 'Start the command line with "Run as administrator".';
    throw new AppError('environment', 'to do this, one has to be an administrator', remedy);
  }
}
