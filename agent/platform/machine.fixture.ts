// A machine for tests: its files are in a folder, and its commands are written down and answered by a table.
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandResult, Host } from '@suture/adapters/host.ts';
import type { Machine } from './machine.ts';

export interface MachineForTests extends Machine {
  /** Every command in its order, its words joined by spaces. */
  readonly ran: string[];
}

/** What a command answers: the exit code, or the code and what it prints. Others end with 0 and print nothing. */
export type Answers = Readonly<Record<string, number | readonly [number, string]>>;

/** A packed agent lies in `/unpacked` and runs from there. */
export function machineForTests(answers: Answers = {}, over: Partial<Machine> = {}): MachineForTests {
  const root = mkdtempSync(join(tmpdir(), 'suture-machine-'));
  const running = join(root, 'unpacked');
  mkdirSync(running);
  writeFileSync(join(running, 'node'), 'a program', { mode: 0o755 });
  writeFileSync(join(running, 'agent.mjs'), '#!/usr/lib/suture-agent/node\nlet it;\n', { mode: 0o755 });
  mkdirSync(join(root, 'run/systemd/system'), { recursive: true });
  const ran: string[] = [];
  const run = async ({ argv }: { readonly argv: readonly string[] }): Promise<CommandResult> => {
    const words = argv.join(' ');
    ran.push(words);
    const answer = answers[words] ?? 0;
    const [code, stdout] = typeof answer === 'number' ? [answer, ''] : answer;
    return { kind: 'exited', code, stdout, stderr: code === 0 ? '' : 'it says why', truncated: false };
  };
  // Of a host, only what an installation asks for.
  const host = { run, exists: async (path: string) => existsSync(path) } as Pick<Host, 'run' | 'exists'> as Host;
  return { host, root, platform: 'linux', isRoot: true, running, ran, ...over };
}
