// The Python packages in a folder, by the names of their metadata: what `pip list` reads.
// Source: PEP 376, PEP 440, PEP 503, PEP 627 (recording installed projects).
import { pep440 } from '@suture/core/versions/pep440.ts';

export interface PythonPackage {
  /** As the index has it: lower case, dashes. */
  readonly name: string;
  readonly version: string;
  /** The entry of its metadata. */
  readonly entry: string;
}

export const isProjectName = (text: string): boolean => /^[A-Za-z0-9](?:[\w.-]{0,200}[A-Za-z0-9])?$/.test(text);

export const normalName = (name: string): string => name.replace(/[-_.]+/g, '-').toLowerCase();

/** `black-23.1.0.dist-info`, `PyYAML-6.0-py3.11.egg-info`; what pip left half removed begins with `~` and is none. */
export function parsePackages(entries: readonly string[]): readonly PythonPackage[] {
  return entries.flatMap((entry): readonly PythonPackage[] => {
    if (entry.length > 400) return [];
    const match =
      /^([^-]{1,200})-([^-]{1,100})(?:-py\d(?:\.\d{1,3})?(?:-[\w.-]{1,60})?)?\.(?:dist-info|egg-info)$/.exec(entry);
    const [, name = '', version = ''] = match ?? [];
    if (!isProjectName(name) || !pep440.parse(version).ok) return [];
    return [{ name: normalName(name), version, entry }];
  });
}
