// What each publisher says beside OSV's own fields: Debian's urgency, Ubuntu's status, Rocky's stream, RustSec's kind.
import type { Severity, VendorNotes, VendorState } from '@suture/core/advisories/advisory.ts';
import type { UbuntuEcosystem } from '@suture/core/packages/ubuntu-releases.ts';
import { ubuntuPocket } from '@suture/core/packages/ubuntu-releases.ts';
import { field, text } from '../json/read.ts';

/** `ecosystem_specific.urgency`, as the security tracker has it. */
export function debianNotes(affected: unknown): VendorNotes {
  const urgency = field(field(affected, 'ecosystem_specific'), 'urgency');
  return urgency === 'unimportant' || urgency === 'end-of-life' ? { state: urgency } : {};
}

/** Debian's scale, where the record places the flaw on it. */
export function debianSeverity(affected: unknown): Severity | undefined {
  const urgency = field(field(affected, 'ecosystem_specific'), 'urgency');
  return urgency === 'low' || urgency === 'medium' || urgency === 'high'
    ? { type: 'Debian', score: urgency }
    : undefined;
}

const UBUNTU_STATES: ReadonlyMap<string, VendorState> = new Map([
  ['deferred', 'deferred'],
  ['needs-triage', 'needs-triage'],
  ['ignored', 'ignored'],
  ['end-of-life', 'end-of-life'],
  ['not-affected', 'not-affected'],
  ['DNE', 'not-affected'],
]);

/** `ecosystem_specific.ubuntu_status` (`deferred (2022-09-01)`) and `pocket`; the pocket is derived where it is not said. */
export function ubuntuNotes(affected: unknown, ecosystem: UbuntuEcosystem): VendorNotes {
  const specific = field(affected, 'ecosystem_specific');
  const status = /^([A-Za-z-]+)(?:\s+\((.*)\))?$/s.exec(text(field(specific, 'ubuntu_status')) ?? '');
  const state = UBUNTU_STATES.get(status?.[1] ?? '');
  const reason = state === undefined ? undefined : status?.[2]?.slice(0, 200);
  const pocket = text(field(specific, 'pocket'))?.slice(0, 100) ?? ubuntuPocket(ecosystem);
  return { pocket, ...(state !== undefined && { state }), ...(reason !== undefined && reason !== '' && { reason }) };
}

/** The `distro` qualifier of Rocky's purl: `rocky-linux-8-6-legacy`. */
export function rockyNotes(affected: unknown): VendorNotes {
  const purl = text(field(field(affected, 'package'), 'purl')) ?? '';
  const stream = /[?&]distro=([A-Za-z0-9_.-]{1,100})(?:&|$)/.exec(purl.slice(0, 1000))?.[1];
  return stream === undefined ? {} : { stream };
}

/** RustSec's `informational`: unmaintained, unsound, notice. */
export function rustNotes(affected: unknown): VendorNotes {
  const informational = text(field(field(affected, 'database_specific'), 'informational'))?.slice(0, 100);
  return informational === undefined ? {} : { informational };
}
