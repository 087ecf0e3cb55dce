// What to do about a finding, in one sentence for people who read it outside of Suture.
import type { ScannedFinding } from '../scan-document.ts';

export function remedy({ state, fixedVersion, source }: ScannedFinding): string {
  if (fixedVersion !== null) return `Update ${source.name} to ${fixedVersion} or later.`;
  return withoutFix[state] ?? 'No fixed version is published.';
}

const withoutFix: Partial<Record<ScannedFinding['state'], string>> = {
  'will-not-fix': 'The vendor will not fix it: mitigate, replace or remove the package.',
  postponed: 'The vendor has postponed the fix.',
  'end-of-life': 'The vendor no longer supports this version: move to a supported release.',
  unimportant: 'The vendor holds it to be unimportant and publishes no fix.',
  undetermined: 'The vendor has not determined yet whether it is affected.',
  unknown: 'Whether it is affected could not be determined.',
};
