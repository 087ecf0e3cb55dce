// A rehearsal in words: who tried it for how many, what came of it, and the lines that decide. "Not rehearsed" is never a pass.
import type { components } from '@suture/protocol/api/client-types.ts';
import { plural } from './words.ts';

type Rehearsal = components['schemas']['Plan']['rehearsals'][number];

const words = {
  pass: 'passed',
  warn: 'passed, with something to know',
  fail: 'FAILED',
  'not-rehearsed': 'not rehearsed',
};
const waits = { signatures: 'waits for the signatures of operators', endpoint: 'is tried' };

export function rehearsalLines(rehearsal: Rehearsal): readonly string[] {
  const { name, endpoint, standsFor, result, waitsFor, says, lines, seconds, checks, reboot, restarts } = rehearsal;
  const who = `Rehearsal on ${name ?? endpoint} for ${plural(standsFor, 'endpoint', 'endpoints')}`;
  const came = result === null ? waits[waitsFor ?? 'endpoint'] : words[result];
  const took = seconds === null || result === null || result === 'not-rehearsed' ? '' : ` in ${Math.ceil(seconds)} s`;
  const checked = checks.length === 0 ? '' : `, ${plural(checks.length, 'check', 'checks')}`;
  const restart = reboot === true ? ', asks for a restart' : '';
  return [
    `${who}: ${came}${took}${checked}${restart}.`,
    ...says.map((each) => `  ${each}`),
    ...(result === 'fail' ? lines.map((line) => `    ${line}`) : []),
    ...(restarts.length === 0 ? [] : [`  Services that run what it replaces: ${restarts.join(', ')}`]),
  ];
}
