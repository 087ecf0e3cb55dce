// What a scan says of the machine itself: held packages, pending restarts, support that ends.
import type { ScanDocument } from '../scan-document.ts';
import { printable } from './columns.ts';

const NAMED = 8;

export function endpointLines(document: ScanDocument): readonly string[] {
  const lines = [...restartLines(document), ...updateLines(document), ...lifecycleLines(document)];
  return lines.length === 0 ? [] : ['', ...lines.map(printable)];
}

function restartLines({ endpoint: { restart = [] } }: ScanDocument): readonly string[] {
  const reboot = restart.filter(({ kind }) => kind === 'reboot').map(({ why }) => `Restart the machine: ${why}`);
  const rest = [...new Set(restart.filter(({ kind }) => kind !== 'reboot').map(({ name }) => name))];
  if (rest.length === 0) return reboot;
  return [...reboot, `Still running replaced files: ${listed(rest)}`];
}

function updateLines({ updates }: ScanDocument): readonly string[] {
  const held = updates.filter(({ heldBack }) => heldBack !== null);
  const other = updates.filter(({ security, heldBack }) => security.is !== true && heldBack === null);
  const lines = held.map(({ package: name, installed, candidate, heldBack }) => `Held back: ${name} ${installed} → ${candidate}: ${heldBack?.why ?? ''}`);
  if (other.length > 0) lines.push(`${other.length} other ${other.length === 1 ? 'update is' : 'updates are'} pending: ${listed(other.map((update) => update.package))}`);
  return lines;
}

function lifecycleLines({ lifecycle }: ScanDocument): readonly string[] {
  return lifecycle
    .filter(({ state }) => state !== 'supported')
    .map(({ label, release, state, endOfLife, extendedUntil, note }) => {
      const name = label.includes(release) ? label : `${label} ${release}`;
      const more = note === null ? '' : ` (${note})`;
      switch (state) {
        case 'unsupported':
          return `OUT OF SUPPORT: ${name}${endOfLife === null ? '' : ` since ${endOfLife}`}${more}`;
        case 'ending':
          return `Support ends: ${name} on ${endOfLife}${more}`;
        case 'extended':
          return `Extended support only: ${name}${endOfLife === null ? '' : ` since ${endOfLife}`}${extendedUntil === null ? '' : `, until ${extendedUntil}`}${more}`;
        default:
          return `Support dates not known: ${name}${more}`;
      }
    });
}

const listed = (names: readonly string[]): string => `${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ` and ${names.length - NAMED} more` : ''}`;
