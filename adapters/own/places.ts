// Where the executor leaves what it has verified of packages of one's own: root's, and everybody may read it.
import type { Installer } from '@suture/core/own-packages/release.ts';

export interface OwnPlaces {
  /** What is on offer, whose signatures the executor has checked. */
  readonly offer: string;
  /** Files by their SHA-256, checked when they were put there. */
  readonly files: string;
}

const under = (folder: string): OwnPlaces => ({ offer: `${folder}/releases.json`, files: `${folder}/files` });

const ownRoot = '/var/cache/suture-executor/own';
export const unixPlaces: OwnPlaces = under(ownRoot);
/** On the system's drive. */
export const windowsPlaces: OwnPlaces = under('/ProgramData/Suture/own');

/** Touched by whatever is installed or taken away, as what steps put somewhere shows in no database. */
export const changedFile = `${ownRoot}/changed`;

/** Windows starts a program by the end of its name alone. */
export const nameOfFile = ({ kind, file }: Pick<Installer, 'kind' | 'file'>): string =>
  kind === 'msi' || kind === 'exe' ? `${file.sha256}.${kind}` : file.sha256;
