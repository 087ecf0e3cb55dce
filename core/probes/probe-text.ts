// Reads a probe from the line that people write: an address with what it is to answer, or a command by its whole path.
import { type Checked, refuse } from '../maintenance/problems.ts';
import type { RingProbe } from '../rollouts/plan-document.ts';
import type { CustomProbe } from './observation.ts';

const longestMs = 60_000;
const usualMs = 10_000;
const longestText = 3_000;
/** As many as a plan takes. */
export const mostProbes = 10;
export const mostRingProbes = 5;

const shells = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'fish', 'busybox', 'env', 'xargs', 'sudo', 'eval']);

/** What is wrong with a probe, in words; undefined where it may be asked. */
export function probeFault(probe: CustomProbe): string | undefined {
  if (!/^[\w][\w .:/-]{0,79}$/.test(probe.name)) return 'its name is no plain name';
  if (!(probe.timeoutMs > 0 && probe.timeoutMs <= longestMs)) return 'its time limit is not within 60 s';
  if (probe.kind === 'command') {
    const [program] = probe.argv;
    if (!program.startsWith('/') || program.split('/').includes('..')) return 'its program is no absolute path';
    if (shells.has(program.slice(program.lastIndexOf('/') + 1))) return 'it goes through a shell';
    return probe.argv.some((part) => part.includes('\0')) ? 'it has a NUL in an argument' : undefined;
  }
  try {
    const url = new URL(probe.url);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'it asks neither http nor https';
    return url.username !== '' || url.password !== '' ? 'its address carries a secret' : undefined;
  } catch {
    return 'its address is none';
  }
}

const ringRemedy = 'Write https://shop.example.org/health, then, where it is not 200, the status, and a text it has.';
const remedy = `${ringRemedy} Or a command by its whole path: /usr/sbin/nginx -t`;

/** `https://shop.example.org/health`, `http://localhost/ 204`, `http://localhost/ 200 all is well`, or `/usr/sbin/nginx -t`: words between spaces, which no shell reads. */
export function readProbe(text: string): Checked<CustomProbe> {
  const said = text.trim();
  const [first = '', ...rest] = said.slice(0, longestText).split(/\s+/);
  if (/^https?:\/\//i.test(first)) {
    const [status = '200'] = rest;
    if (!/^[1-5]\d\d$/.test(status)) return refused(`"${status.slice(0, 20)}" is no status`, remedy);
    const expectText = rest.slice(1).join(' ');
    return checked({ ...named(said), kind: 'http', url: first, expectStatus: Number(status), expectText });
  }
  if (!first.startsWith('/')) return refused('it is neither an address nor a command by its whole path', remedy);
  return checked({ ...named(said), kind: 'command', argv: [first, ...rest] });
}

/** The same of what a server asks: addresses alone. */
export function readRingProbe(text: string): Checked<RingProbe> {
  const read = readProbe(text);
  if (!read.ok) return refused(read.problems[0]?.problem ?? '', ringRemedy);
  if (read.value.kind === 'command') return refused('a server asks addresses, and runs nothing', ringRemedy);
  const { name, url, expectStatus, expectText, timeoutMs } = read.value;
  return { ok: true, value: { name, url, expectStatus, expectText, timeoutMs } };
}

const named = (text: string) => ({
  name: text
    .slice(0, longestText)
    .replaceAll(/[^\w .:/-]+/g, '-')
    .replace(/^\W+/, '')
    .slice(0, 80),
  timeoutMs: usualMs,
  blocking: true,
});

function checked(probe: CustomProbe): Checked<CustomProbe> {
  const fault = probeFault(probe);
  return fault === undefined ? { ok: true, value: probe } : refused(fault, remedy);
}

const refused = (problem: string, how: string): Checked<never> => refuse('probe', problem, how);
