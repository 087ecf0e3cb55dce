// Tests taking source rpm file names apart.
import { expect, it } from 'vitest';
import { sourceOfRpm } from './source-rpm.ts';

it('takes name and version from the file name and the epoch from the binary', () => {
  expect(sourceOfRpm('java-1.8.0-openjdk-1.8.0.392.b08-4.el9.src.rpm', '1:1.8.0.392.b08-4.el9')).toEqual({
    name: 'java-1.8.0-openjdk',
    version: '1:1.8.0.392.b08-4.el9',
  });
  expect(sourceOfRpm('bash-5.1.8-6.el9.nosrc.rpm', '5.1.8-6.el9')).toEqual({ name: 'bash', version: '5.1.8-6.el9' });
});

it.each(['(none)', '', 'bash.src.rpm', '-1-2.src.rpm', 'a-1.src.rpm', 'bash-5.1-6.el9.x86_64.rpm', undefined])(
  'finds none in %s',
  (name) => {
    expect(sourceOfRpm(name, '1-1')).toBeUndefined();
  },
);
