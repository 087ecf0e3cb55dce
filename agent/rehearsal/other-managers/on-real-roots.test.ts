// Rehearsals on real roots of dnf, zypper and pacman: the same promises as on Debian, by each one's own words.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoEndpoint } from '@suture/adapters/lab-endpoint.fixture.ts';
import { attemptsOn, change, stepOf } from '@suture/adapters/attempt.fixture.ts';
import { own } from '@suture/adapters/own/index.ts';
import { offerReleases, releaseOf, type OfRelease } from '../own-packages/releases.fixture.ts';
import { startRehearsing, type Rehearsing } from '../rehearsing.fixture.ts';

const up = (name: string): string => `${name}=1.0-1..1.1-1`;
const kept = (path: string) => ({
  verdict: 'warn',
  says: `${path} stays as the administrator has it; the package has a new one`,
});
const aside = {
  verdict: 'warn',
  says: '/etc/lab-confsave.conf is the package’s now; the administrator’s is put aside as /etc/lab-confsave.conf.rpmsave',
};
const removed = { verdict: 'warn', says: 'lab-old is removed' };
const replaced = ['lab-new=..1.1-1', 'lab-old=1.0-1..'];
const edited = "echo 'listen = 81' >> /etc/lab-conf.conf; echo x >> /etc/lab-confsave.conf";
const slow = 'echo 0 > /etc/lab-slow.seconds';

/** Fails once lab-conf is another version. */
const ownTest = `mkdir -p /etc/suture/rehearsal.d
echo '{ "name": "the shop", "argv": ["/usr/bin/rpm", "-q", "lab-conf-1.0-1"] }' > /etc/suture/rehearsal.d/shop.json`;

const systems = [
  {
    base: 'rpm-dnf',
    ready: `sed -i '/^\\[lab-faulty/,$s/enabled=./enabled=1/' /etc/yum.repos.d/lab.repo; dnf -q makecache; ${edited}`,
    step: [
      ...['lab-svc', 'lab-conf', 'lab-confsave', 'lab-slow', 'linux-firmware'].map(up),
      'lab-epoch=9.0-1..1:0.5-1',
      ...replaced,
    ],
    reasons: [kept('/etc/lab-conf.conf'), aside, removed],
    checks: ['rpm: dependencies met', 'rpm: files as packaged'],
    faulty: ':',
    script: 'scriptlet failed: %post of lab-postfail-1.1-1.noarch, exit status 1',
    reboot: true,
  },
  {
    base: 'rpm-zypper',
    ready: `zypper -q modifyrepo -e lab-faulty; zypper -q --non-interactive --gpg-auto-import-keys refresh; ${edited}`,
    step: [
      ...['lab-svc', 'lab-conf', 'lab-confsave', 'lab-slow', 'lab-reboot'].map(up),
      'lab-epoch=9.0-1..1:0.5-1',
      ...replaced,
    ],
    reasons: [kept('/etc/lab-conf.conf'), aside, removed],
    checks: ['rpm: dependencies met', 'rpm: files as packaged'],
    faulty: ':',
    script: 'scriptlet failed: %post of lab-postfail-1.1-1.noarch, exit status 1',
    reboot: true,
  },
  {
    base: 'pacman',
    ready: `pacman -Sy; ${slow}; sed -i 's/^IgnorePkg.*/IgnorePkg = lab-ignored lab-svc/' /etc/pacman.conf; ${edited}`,
    step: [up('lab-conf'), up('lab-slow'), 'lab-epoch=9.0-1..1:0.5-1'],
    reasons: [kept('/etc/lab-conf.conf')],
    checks: ['pacman -Dk', 'pacman: files as packaged'],
    faulty:
      "sed -i '/lab-faulty/s/^#//; s/^IgnorePkg.*/IgnorePkg = lab-ignored lab-svc lab-dep lab-tampered lab-conf lab-epoch lab-slow/' /etc/pacman.conf; pacman -Sy",
    script: 'scriptlet failed: that of lab-postfail',
    reboot: false,
  },
] as const;

describe.each(systems)('a rehearsal on a real root of $base', { timeout: 120_000 }, (system) => {
  const missing = whyNoEndpoint(system.base);
  const skipped = missing === undefined ? '' : ` (skipped: ${missing})`;
  let on: Rehearsing;
  beforeAll(() => {
    if (missing !== undefined) return;
    on = startRehearsing(`suture-rehearse-${system.base}`, { base: system.base });
    on.endpoint.shell(system.ready);
  }, 120_000);
  afterAll(() => on?.endpoint.stop());

  test.skipIf(missing !== undefined)(
    `tries the whole step, says what it saw, and leaves every byte as it was, caches and logs with them${skipped}`,
    async () => {
      const before = on.wholeRoot();
      const said = await on.rehearse(...system.step);
      expect(said).toMatchObject({ kind: 'rehearsed', verdict: 'warn', reboot: system.reboot });
      if (said.kind !== 'rehearsed') return expect.unreachable();
      expect(said.reasons.toSorted((a, b) => a.says.localeCompare(b.says))).toEqual(
        system.reasons.toSorted((a, b) => a.says.localeCompare(b.says)),
      );
      expect(said.checks).toEqual(
        expect.arrayContaining(['versions as planned', 'package database whole', ...system.checks]),
      );
      expect(said.bytesWritten).toBeGreaterThan(0);
      expect(on.wholeRoot()).toBe(before);
      expect(on.leftBehind()).toBe('');
    },
  );

  test.skipIf(missing !== undefined)(
    `killed in a script it leaves nothing, and a script that fails fails it${skipped}`,
    async () => {
      await on.killInScript(...system.step);
      expect(on.endpoint.shell('grep -c suture-rehearsal /proc/self/mountinfo || true')).toBe('0\n');
      on.endpoint.shell(system.faulty);
      const failed = await on.rehearse(up('lab-postfail'));
      expect(failed).toMatchObject({
        kind: 'rehearsed',
        verdict: 'fail',
        reasons: [{ verdict: 'fail', says: `script-failed: ${system.script}` }],
      });
      expect(on.leftBehind()).toBe('');
    },
  );
});

const withoutDnf = whyNoEndpoint('rpm-dnf');
const whyNot = withoutDnf === undefined ? '' : ` (skipped: ${withoutDnf})`;

describe.skipIf(withoutDnf !== undefined)(`on a real root of dnf${whyNot}`, { timeout: 120_000 }, () => {
  let on: Rehearsing;
  beforeAll(() => {
    on = startRehearsing('suture-rehearse-shared', { base: 'rpm-dnf' });
    on.endpoint.shell('dnf -q makecache');
  }, 120_000);
  afterAll(() => on?.endpoint.stop());

  test('nothing is begun while another works; what would write too much ends; the machine’s own tests count', async () => {
    on.endpoint.fault('lock', '300');
    expect(await on.rehearse(up('lab-svc'))).toEqual({ kind: 'not-rehearsed', why: 'dnf is locked by perl' });
    on.endpoint.shell('pkill -x perl');
    expect(await on.rehearse('--mebibytes', '100', up('lab-big'))).toEqual({
      kind: 'not-rehearsed',
      why: expect.stringContaining('it would write more than the 100 MiB that a rehearsal may'),
    });
    on.endpoint.shell(ownTest);
    expect(await on.rehearse(up('lab-conf'))).toMatchObject({
      kind: 'rehearsed',
      verdict: 'fail',
      reasons: [{ verdict: 'fail', says: expect.stringMatching(/^the shop fails: /) }],
    });
    expect(on.leftBehind()).toBe('');
  });

  test('an rpm of one’s own is tried without a trace, fails by its scriptlet, comes as it was tried, and goes', async () => {
    const rpm = (name: string, version: string, post = ':'): string => {
      const file = `${on.endpoint.folder}/${name}-${version}-1.noarch.rpm`;
      on.endpoint.shell(`cat > /tmp/${name}.spec << 'end'
Name: ${name}
Version: ${version}
Release: 1
Summary: lab
License: none
BuildArch: noarch
%description
lab
%install
mkdir -p %{buildroot}/opt/${name}
echo ${version} > %{buildroot}/opt/${name}/data
%post
${post}
%files
/opt/${name}
end
rpmbuild --quiet -bb --define '_topdir /tmp/rpm' /tmp/${name}.spec
cp /tmp/rpm/RPMS/noarch/${name}-${version}-1.noarch.rpm ${file}; rm -r /tmp/rpm /tmp/${name}.spec`);
      return file;
    };
    const release = (...of: OfRelease) => releaseOf(on.endpoint, ...of);
    const detect = { package: 'lab-own' };
    offerReleases(on.endpoint, [
      release('server', '1.0-1', rpm('lab-own', '1.0'), { detect }),
      release('server', '1.1-1', rpm('lab-own', '1.1', 'echo made > /opt/lab-own/made'), { detect }),
      release('broken', '1.0-1', rpm('lab-own-broken', '1.0', 'echo no licence >&2; exit 3'), {
        detect: { package: 'lab-own-broken' },
      }),
    ]);
    const rehearse = (one: string) => on.rehearse('--adapter', 'own', one);
    const [root, left] = [on.wholeRoot(), on.leftBehind()];
    const said = await rehearse('server=..1.0-1');
    expect(said).toMatchObject({ kind: 'rehearsed', verdict: 'pass', reasons: [], reboot: false });
    expect(said.kind === 'rehearsed' && said.checks).toEqual(
      expect.arrayContaining(['versions as planned', 'rpm: files as packaged']),
    );
    expect(await rehearse('broken=..1.0-1')).toMatchObject({
      kind: 'rehearsed',
      verdict: 'fail',
      reasons: [{ verdict: 'fail', says: expect.stringContaining('script-failed: ') }],
    });
    expect(on.wholeRoot()).toBe(root);
    expect(on.leftBehind()).toBe(left);
    const steps = attemptsOn(own, on.endpoint);
    const there = (): string => on.endpoint.shell('rpm -q lab-own || true; cat /opt/lab-own/* 2> /dev/null || true');
    expect((await steps.carryOut(stepOf(change('server', null, '1.0-1')))).applied).toMatchObject({
      outcome: 'installed',
      changed: [{ package: 'server', from: null, to: '1.0-1' }],
    });
    const newer = await steps.carryOut(stepOf(change('server', '1.0-1', '1.1-1')));
    expect(newer.applied).toMatchObject({ outcome: 'installed' });
    expect(there()).toBe('lab-own-1.1-1.noarch\n1.1\nmade\n');
    expect(await steps.back(newer)).toMatchObject({ outcome: 'rolled-back' });
    expect(there()).toBe('lab-own-1.0-1.noarch\n1.0\nmade\n');
    expect((await steps.carryOut(stepOf(change('server', '1.0-1', null)))).applied).toMatchObject({
      outcome: 'installed',
    });
    expect(there()).toBe('package lab-own is not installed\nmade\n');
    expect((await steps.carryOut(stepOf(change('broken', null, '1.0-1')))).applied).toMatchObject({
      outcome: 'failed',
      cause: 'script-failed',
    });
  });
});
