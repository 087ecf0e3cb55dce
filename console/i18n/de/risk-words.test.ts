// Every phrase of a deadline's reasons is said in German, and what is no phrase of ours stays as it is.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { riskInGerman } from './risk-words.ts';

test.for([
  ['BOD 26-04: 3 days + forensics', 'BOD 26-04: 3 Tage + Forensik'],
  ['no fix published: 14 days once there is one', 'keine Behebung veröffentlicht: 14 Tage, sobald es eine gibt'],
  [
    'version could not be compared: check by hand; 3 days + forensics if affected (BOD 26-04)',
    'Version nicht vergleichbar: von Hand prüfen; 3 Tage + Forensik, wenn betroffen (BOD 26-04)',
  ],
  ['CVSS: critical (9.0 and above): 30 days', 'CVSS: kritisch (ab 9.0): 30 Tage'],
  ['15.3% (92nd percentile)', '15.3% (92. Perzentil)'],
  ['KEV (listed only: the policy decides)', 'KEV (nur genannt: die Richtlinie entscheidet)'],
  ['no SSVC or CVSS; 15.3% is at least 10%', 'kein SSVC oder CVSS; 15.3% ist mindestens 10%'],
  ['3.0.15-1~deb12u1', '3.0.15-1~deb12u1'],
  ['DSA-5800-1', 'DSA-5800-1'],
])('%s', ([said, german]) => {
  expect(riskInGerman(said)).toBe(german);
});

test('no sentence of core/risk is left as it is', () => {
  const folder = join(import.meta.dirname, '../../../core/risk');
  const files = ['what-if.ts', 'decide.ts', 'inputs.ts'].map((file) => readFileSync(join(folder, file), 'utf8'));
  expect(globSync('*.ts', { cwd: folder })).toContain('what-if.ts');
  const said = files
    .flatMap((source) => [...source.matchAll(/(?:condition|what|derived|source):[^'`\n]*'([^'\n]+ [^'\n]+)'/g)])
    .map(([, text = '']) => text)
    // The made-up rating of a question is shown nowhere.
    .filter((text) => text !== 'what if');
  expect(said.length).toBeGreaterThan(12);
  expect(said.filter((text) => riskInGerman(text) === text)).toEqual([]);
});
