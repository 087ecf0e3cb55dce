// Lines of `npm ls -g`: what one package needs of another and does not find counts, and nothing that is not npm's is an answer.
import { expect, test } from 'vitest';
import { readProblem } from './rehearsal.ts';

test.each([
  ['/usr/local/lib', true],
  [
    'npm error missing: lab-part@^1.0.0, required by lab-tool@1.1.0',
    'lab-part@^1.0.0, required by lab-tool@1.1.0 is missing',
  ],
  [
    'npm ERR! invalid: lab-part@0.9.0 /usr/local/lib/node_modules/lab-part',
    'lab-part@0.9.0 /usr/local/lib/node_modules/lab-part is invalid',
  ],
  ['npm error code ELSPROBLEMS', undefined],
  ['+-- lab-tool@1.1.0', undefined],
  ['/etc/passwd: no such file', undefined],
])('%j says %j', (line, said) => {
  expect(readProblem(line)).toBe(said);
});
