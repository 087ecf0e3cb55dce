// How long a person waits for the first letter of `suture --help`.
import { spawn, spawnSync } from 'node:child_process';
import { type Contestant, summary } from './measure.ts';
import { type Section, timeRow } from './report.ts';
import type { Workshop } from './workshop.ts';

const below = 150;

export async function start(workshop: Workshop, rounds: number): Promise<Section> {
  const contestants = [workshop.suture('suture --help, pinned Node', ['--help'])];
  const system = spawnSync('node', ['--version'], { env: workshop.system, encoding: 'utf8' });
  const version = system.status === 0 ? system.stdout.trim() : undefined;
  const remarks: string[] = [];
  if (version === undefined) remarks.push('There is no Node of the system on the PATH.');
  else if (Number.parseInt(version.slice(1), 10) >= 26)
    remarks.push(`The system's own Node is ${version}: nothing is handed over.`);
  else contestants.push(workshop.suture(`suture --help, started by Node ${version}`, ['--help'], workshop.system));
  const samples = contestants.map((): { milliseconds: number; megabytes: undefined }[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, contestant] of contestants.entries()) {
      const milliseconds = await firstByte(contestant);
      if (round > 0) samples[index]?.push({ milliseconds, megabytes: undefined });
    }
  }
  return {
    title: 'Start: time to the first byte',
    rows: contestants.map(({ name }, index) => timeRow(summary(name, samples[index] ?? []), below)),
    remarks,
  };
}

function firstByte({ name, command, args, env }: Contestant): Promise<number> {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    let first: number | undefined;
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.once('data', () => (first = performance.now() - begin));
    child.stdout.resume();
    child.on('error', reject);
    child.on('close', () => (first === undefined ? reject(new Error(`${name} printed nothing`)) : resolve(first)));
  });
}
