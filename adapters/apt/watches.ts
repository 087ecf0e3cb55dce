// The files behind everything that apt and dpkg say: their databases, indexes, settings and keys.
import type { Watch } from '../adapter.ts';

const itself = (path: string): Watch => ({ path, with: 'itself' });
const entries = (path: string): Watch => ({ path, with: 'entries' });

/** apt and dpkg replace their databases by renaming; settings are edited in place. */
export const watches: readonly Watch[] = [
  itself('/var/lib/dpkg/status'),
  itself('/var/lib/dpkg/status.d'),
  itself('/var/lib/dpkg/updates'),
  itself('/var/lib/dpkg/arch'),
  itself('/var/lib/apt/extended_states'),
  itself('/var/lib/apt/lists'),
  itself('/var/lib/apt/periodic/update-success-stamp'),
  itself('/etc/apt/sources.list'),
  entries('/etc/apt/sources.list.d'),
  itself('/etc/apt/preferences'),
  entries('/etc/apt/preferences.d'),
  itself('/etc/apt/apt.conf'),
  entries('/etc/apt/apt.conf.d'),
  entries('/etc/apt/trusted.gpg.d'),
  entries('/etc/apt/keyrings'),
  entries('/usr/share/keyrings'),
];
