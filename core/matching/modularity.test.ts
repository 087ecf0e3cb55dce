// Tests that a module's build is judged by builds of its own stream only.
import { describe, expect, it } from 'vitest';
import { fixedIn, installed, match, open, told } from './matching.fixture.ts';

const MODULE = '.module_el8.9.0+3000+aaaaaaaa';
const stream = (advisory: string, module: string, fixed: string) =>
  fixedIn(advisory, `${fixed}-2${MODULE}`, { vulnerabilities: [advisory], vendor: { module } });
const server = (version: string, module?: string) =>
  installed('AlmaLinux:8', `server ${version}-1${MODULE}`, module === undefined ? {} : { module });

describe('a module build', () => {
  const postgresql = {
    'AlmaLinux:8 server': [
      stream('ALSA-12', 'postgresql:12', '12.20'),
      stream('ALSA-13', 'postgresql:13', '13.16'),
      stream('ALSA-15', 'postgresql:15', '15.8'),
    ],
  };

  it('with a label is judged by the fixes of that stream', () => {
    expect(told(match([server('13.10', 'postgresql:13:8060020220523160029:ad008a3a')], postgresql).findings)).toEqual([
      `server ALSA-13 affected 13.16-2${MODULE}`,
    ]);
    expect(match([server('13.16', 'postgresql:14:1:a')], postgresql).findings).toEqual([]);
  });

  it('without a label is judged by the stream whose number its version begins with', () => {
    expect(told(match([server('13.10')], postgresql).findings)).toEqual([`server ALSA-13 affected 13.16-2${MODULE}`]);
    expect(match([server('14.1')], postgresql).findings).toEqual([]);
  });

  it('without a label is told apart by as many numbers as the stream has', () => {
    const php = {
      'AlmaLinux:8 server': [stream('ALSA-73', 'php:7.3', '7.3.33'), stream('ALSA-74', 'php:7.4', '7.4.33')],
    };
    expect(told(match([server('7.3.1')], php).findings)).toEqual([`server ALSA-73 affected 7.3.33-2${MODULE}`]);
    expect(told(match([server('7.4.1')], php).findings)).toEqual([`server ALSA-74 affected 7.4.33-2${MODULE}`]);
  });

  it('of a stream whose name is no number is judged by its first number', () => {
    const tools = { 'AlmaLinux:8 server': [stream('ALSA-1', 'container-tools:rhel8', '4.9.4')] };
    expect(match([server('4.2.0')], tools).findings).toHaveLength(1);
    expect(match([server('4.2.0', 'container-tools:rhel8:1:a')], tools).findings).toHaveLength(1);
    expect(match([server('4.2.0', 'container-tools:4.0:1:a')], tools).findings).toEqual([]);
    expect(match([server('3.2.0')], tools).findings).toEqual([]);
  });

  it('is the same release whether a rebuild writes module_el8 or module+el8', () => {
    const fixed = { 'AlmaLinux:8 server': [fixedIn('ALSA-1', '6.0.1-2.module+el8.9.0+3000+aaaaaaaa')] };
    expect(match([installed('AlmaLinux:8', 'server 6.0.1-2.module_el8.9.0+3000+aaaaaaaa')], fixed).findings).toEqual(
      [],
    );
    expect(
      match([installed('AlmaLinux:8', 'server 6.0.1-1.module_el8.9.0+3000+aaaaaaaa')], fixed).findings,
    ).toHaveLength(1);
  });
});

describe('a module build and a plain build', () => {
  const both = {
    'AlmaLinux:8 server': [stream('ALSA-MODULE', 'nginx:1.22', '1.22.1'), fixedIn('ALSA-PLAIN', '1.14.1-9.el8')],
  };

  it('are each judged by their own kind', () => {
    expect(told(match([installed('AlmaLinux:8', 'server 1.14.1-1.el8')], both).findings)).toEqual([
      'server ALSA-PLAIN affected 1.14.1-9.el8',
    ]);
    expect(told(match([server('1.22.0')], both).findings)).toEqual([`server ALSA-MODULE affected 1.22.1-2${MODULE}`]);
  });

  it('are both affected by what has no fix', () => {
    const unfixed = { 'AlmaLinux:8 server': [open('CVE-2024-1')] };
    expect(match([installed('AlmaLinux:8', 'server 1.14.1-1.el8'), server('1.22.0')], unfixed).findings).toHaveLength(
      2,
    );
  });
});
