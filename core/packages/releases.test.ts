// Release tables of Debian and Ubuntu, and Ubuntu's ways to write an ecosystem.
import { describe, expect, it } from 'vitest';
import { debianEcosystem } from './debian-releases.ts';
import { parseUbuntuEcosystem, ubuntuCodename, ubuntuPocket } from './ubuntu-releases.ts';

describe('Debian releases', () => {
  it.each([
    ['wheezy', 'Debian:7'],
    ['bookworm', 'Debian:12'],
    ['duke', 'Debian:15'],
    ['sid', 'Debian:unstable'],
    ['constructor', undefined],
  ])('%s is %s', (codename, ecosystem) => {
    expect(debianEcosystem(codename)).toBe(ecosystem);
  });
});

describe('Ubuntu ecosystems', () => {
  it.each([
    ['Ubuntu:22.04:LTS', '22.04', false, undefined, 'jammy'],
    ['Ubuntu:22.04', '22.04', false, undefined, 'jammy'],
    ['Ubuntu:24.10', '24.10', false, undefined, 'oracular'],
    ['Ubuntu:Pro:16.04:LTS', '16.04', true, undefined, 'pro/xenial'],
    ['Ubuntu:Pro:FIPS-updates:20.04:LTS', '20.04', true, 'fips-updates', 'fips-updates/focal'],
    ['Ubuntu:Pro:22.04:LTS:Realtime:Kernel', '22.04', true, 'realtime-kernel', 'realtime-kernel/jammy'],
    ['Ubuntu:Nvidia-BlueField:22.04:LTS', '22.04', false, 'nvidia-bluefield', 'nvidia-bluefield/jammy'],
    ['Ubuntu:99.04', '99.04', false, undefined, '99.04'],
  ])('%s is release %s', (ecosystem, release, pro, variant, pocket) => {
    const parsed = parseUbuntuEcosystem(ecosystem);
    expect(parsed).toEqual({ release, pro, variant });
    expect(ubuntuPocket(parsed!)).toBe(pocket);
  });

  it.each(['Ubuntu', 'Ubuntu:', 'Ubuntu:jammy', 'Debian:12', 'Ubuntu:LTS', ''])('%j has no release', (ecosystem) => {
    expect(parseUbuntuEcosystem(ecosystem)).toBeUndefined();
  });

  it('know their code names both ways', () => {
    expect(ubuntuCodename('20.04')).toBe('focal');
    expect(ubuntuCodename('1.0')).toBeUndefined();
  });
});
