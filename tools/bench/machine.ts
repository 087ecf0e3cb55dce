// The machine a figure was measured on: without it, the figure says nothing.
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';

export function machineText(): string {
  const model = cpus()[0]?.model.replaceAll(/\s+/g, ' ').trim() ?? 'unknown processor';
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  return `${model}, ${availableParallelism()} cores, ${gigabytes} GB, Node ${process.versions.node}, ${type()} ${release()}`;
}

/** A sentence when other work was running too; undefined on a quiet machine. */
export function loadRemark(): string | undefined {
  const [lastMinute = 0] = loadavg();
  return lastMinute < 0.5
    ? undefined
    : `The machine was not quiet: ${lastMinute.toFixed(1)} processes wanted to run in the minute before.`;
}
