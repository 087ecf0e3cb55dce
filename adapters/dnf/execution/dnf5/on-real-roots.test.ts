// The dnf adapter with a real dnf 5: what it reads, carries out, takes back, and what it calls what goes wrong.
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import { attemptsOn, change, stepOf } from '../../../attempt.fixture.ts';
import * as only from '../../../execute-step.ts';
import { mirror, startEndpoint, whyNoEndpoint, withFullDisk, type LabEndpoint } from '../../../lab-endpoint.fixture.ts';
import type { Host } from '../../../host.ts';
import { dnf } from '../../index.ts';

const missing = whyNoEndpoint('rpm-dnf5');
const skipped = missing === undefined ? '' : ` (skipped: ${missing}; adapters/dnf/make-dnf5-root builds it)`;
const system = { id: 'lab-fedora', version: '43', name: '' } as const;
const up = (name: string) => change(name, '1.0-1', '1.1-1', 'noarch');

describe.skipIf(missing !== undefined)(`a real dnf 5${skipped}`, { timeout: 120_000 }, () => {
  let endpoint: LabEndpoint;
  let on: ReturnType<typeof attemptsOn>;
  const everything = (): string => endpoint.shell('rpm -qa | sort');
  const preview = (one: VersionChange) => only.preview(dnf, endpoint.host, stepOf(one));
  beforeAll(() => {
    endpoint = startEndpoint('suture-dnf5', { base: 'rpm-dnf5' });
    on = attemptsOn(dnf, endpoint);
    endpoint.shell('dnf5 -q makecache');
  }, 120_000);
  afterAll(() => endpoint?.stop());

  test('its updates are those it lists, with what replaces another, its lock, and their advisories', async () => {
    endpoint.shell('dnf5 -q versionlock add lab-conf');
    const section = await dnf.available?.(endpoint.host, system);
    expect(section).toMatchObject({ status: 'complete', problems: [] });
    const found = new Map(section?.items.map((update) => [update.package, update]));
    const listed = endpoint.shell('dnf5 -C -q check-update || test $? = 100');
    const names = listed.split('\n').flatMap((line) => /^(\S+)\.noarch\s/.exec(line)?.[1] ?? []);
    expect(names.length).toBeGreaterThan(10);
    expect([...found.keys()].toSorted()).toEqual([...names, 'lab-conf', 'lab-old'].toSorted());
    expect(found.get('lab-conf')?.heldBack?.cause).toBe('hold');
    expect(found.get('lab-old')).toMatchObject({ candidate: '1.1-1', source: { name: 'lab-new' } });
    expect(found.get('lab-epoch')).toMatchObject({
      installed: '9.0-1',
      candidate: '1:0.5-1',
      security: { is: true, why: 'LAB-2026:1004 (Moderate) closes CVE-2014-0160' },
    });
    expect(await preview(up('lab-conf'))).toMatchObject({ cause: 'drifted', why: expect.stringContaining('is held') });
    endpoint.shell('dnf5 -q versionlock delete lab-conf');
    const all = await dnf.simulate?.(endpoint.host, { scope: 'all' });
    expect(all).toMatchObject({ ok: true });
    const changes = all?.ok === true ? all.simulation.changes : [];
    expect(changes.map(({ kind, package: name }) => `${kind} ${name}`)).toEqual(
      expect.arrayContaining(['upgrade lab-svc', 'install lab-kernel', 'install lab-extra', 'remove lab-old']),
    );
  });

  test('without root it answers by what the machine has fetched, also once that is newer than before', async () => {
    endpoint.shell('mkdir -p /tmp/home; chown 65534 /tmp/home');
    const nobody: Host = {
      ...endpoint.host,
      run: ({ argv, ...rest }) => {
        const as = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'env', 'HOME=/tmp/home'] as const;
        return endpoint.host.run({ ...rest, argv: [...as, ...argv] });
      },
    };
    const offered = async (name: string): Promise<boolean | undefined> =>
      (await dnf.available?.(nobody, system))?.items.some((update) => update.package === name);
    const repository = '/etc/yum.repos.d/moving.repo';
    endpoint.shell(`cp -a /etc/yum.repos.d/lab.repo /tmp/lab.repo; mkdir /tmp/moving
      cp -a /var/cache/libdnf5/lab-????????????????/repodata /tmp/moving; rm /etc/yum.repos.d/lab.repo
      printf '[moving]\\nname=moving\\nbaseurl=file:///tmp/moving\\n' > ${repository}; dnf5 -q makecache`);
    expect(await offered('lab-svc')).toBe(false);
    endpoint.shell(`cp -a /var/cache/libdnf5/lab-updates-*/repodata /tmp/moving; dnf5 -q --refresh makecache`);
    expect(await offered('lab-svc')).toBe(true);
    endpoint.shell(`rm ${repository}; mv /tmp/lab.repo /etc/yum.repos.d/lab.repo`);
  });

  test('an epoch, a kernel beside the old one, an edited file and a replaced package, exactly, and back again', async () => {
    endpoint.shell("echo 'listen = 81' >> /etc/lab-conf.conf");
    const before = everything();
    const step = stepOf(
      change('lab-epoch', '9.0-1', '1:0.5-1', 'noarch'),
      up('lab-kernel'),
      up('lab-conf'),
      change('lab-new', null, '1.1-1', 'noarch'),
      change('lab-old', '1.0-1', null, 'noarch'),
    );
    const plan = await only.preview(dnf, endpoint.host, step);
    expect(plan).toMatchObject({ ok: true, differences: [] });
    expect(plan.ok ? plan.bytesToDownload : 0).toBeGreaterThan(10_000);
    const done = await on.carryOut(step);
    expect(done.applied).toMatchObject({
      outcome: 'installed',
      kept: [{ path: '/etc/lab-conf.conf', offered: '/etc/lab-conf.conf.rpmnew' }],
    });
    expect(everything().split('\n')).toEqual(
      expect.arrayContaining(['lab-epoch-0.5-1.noarch', 'lab-kernel-1.0-1.noarch', 'lab-kernel-1.1-1.noarch']),
    );
    expect(await on.back(done)).toMatchObject({ outcome: 'rolled-back' });
    expect(everything()).toBe(before);
  });

  test('what a mirror does, and a full disk: named, with nothing changed', async () => {
    const before = everything();
    expect(await preview(change('lab-svc', '1.0-1', '7.7-1', 'noarch'))).toMatchObject({
      cause: 'drifted',
      why: 'lab-svc-0:7.7-1.noarch is not offered any more',
    });
    const fetched = (name: string) => only.prefetch(dnf, endpoint.host, stepOf(up(name)), on.attempt().staging);
    const whileMirror = async (fault: string, what: string, name: string) => {
      mirror(fault, what);
      try {
        return await fetched(name);
      } finally {
        mirror();
      }
    };
    expect(await whileMirror('down', 'lab/rpm', 'lab-source-a')).toMatchObject({ cause: 'download-failed' });
    expect(await whileMirror('404', 'lab-source-a-1.1', 'lab-source-a')).toMatchObject({
      cause: 'download-failed',
      why: 'lab-source-a-1.1-1.noarch.rpm could not be fetched: all mirrors were tried',
    });
    const tried = await withFullDisk(endpoint, '/usr/lib/systemd/system', () => on.carryOut(stepOf(up('lab-svc'))));
    expect(tried.applied).toMatchObject({ outcome: 'refused', cause: 'disk-full' });
    expect(everything()).toBe(before);
  });

  test('faults of packages: each is named, what is not signed never arrives, and what failed goes back', async () => {
    endpoint.shell("sed -i 's/enabled=0/enabled=1/' /etc/yum.repos.d/lab.repo; dnf5 -q makecache");
    const fetched = (name: string) => only.prefetch(dnf, endpoint.host, stepOf(up(name)), on.attempt().staging);
    expect(await preview(up('lab-dep'))).toMatchObject({
      cause: 'dependency-conflict',
      why: expect.stringContaining('nothing provides lab-nowhere needed by lab-dep-1.1-1.noarch'),
    });
    expect(await preview(up('lab-conflict'))).toMatchObject({ cause: 'dependency-conflict' });
    expect(await fetched('lab-unsigned')).toMatchObject({ cause: 'signature-mismatch' });
    expect(await fetched('lab-tampered')).toMatchObject({
      cause: 'hash-mismatch',
      why: 'hash mismatch of lab-tampered-1.1-1.noarch.rpm',
    });
    const before = everything();
    const failed = await on.carryOut(stepOf(up('lab-postfail'), up('lab-reboot')));
    expect(failed.applied).toMatchObject({
      outcome: 'failed',
      cause: 'script-failed',
      why: 'scriptlet failed: %post of lab-postfail-1.1-1.noarch, exit status 1',
      changed: [{ package: 'lab-postfail' }, { package: 'lab-reboot' }],
    });
    expect(await on.back(failed)).toMatchObject({ outcome: 'rolled-back' });
    expect(everything()).toBe(before);
    expect((await on.carryOut(stepOf(up('lab-prefail')))).applied).toMatchObject({
      outcome: 'failed',
      cause: 'script-failed',
      changed: [],
    });
    endpoint.shell("sed -i '/^\\[lab-faulty/,$s/enabled=1/enabled=0/' /etc/yum.repos.d/lab.repo");
  });

  test('killed in a scriptlet it leaves a package twice: locked meanwhile, then found, refused and brought to its end', async () => {
    endpoint.shell('echo 300 > /etc/lab-slow.seconds');
    const step = stepOf(up('lab-slow'));
    const made = on.attempt();
    const files = await on.staged(step, made.staging);
    const other = on.attempt();
    const others = await on.staged(stepOf(up('lab-svc')), other.staging);
    const applying = only.apply(dnf, endpoint.host, step, files, made.options);
    while (!endpoint.shell('pgrep -x sleep -a || true').includes('sleep 300')) await delay(100);
    // dnf 5 itself would wait for it without end.
    expect(await only.apply(dnf, endpoint.host, stepOf(up('lab-svc')), others, other.options)).toMatchObject({
      outcome: 'refused',
      cause: 'lock-held',
      why: expect.stringContaining('dnf5'),
    });
    endpoint.shell('pkill -9 -x dnf5; pkill -9 -x sleep; rm /etc/lab-slow.seconds');
    expect(await applying).toMatchObject({ outcome: 'failed', cause: 'interrupted' });
    expect(await preview(up('lab-svc'))).toMatchObject({
      cause: 'broken-before',
      why: 'lab-slow is installed twice (1.0-1 and 1.1-1): an update was cut off',
    });
    expect(await only.repair(dnf, endpoint.host, on.attempt().options)).toMatchObject({ outcome: 'repaired' });
    expect(await only.look(dnf, endpoint.host, step)).toMatchObject({
      present: [{ now: '1.1-1' }],
      audit: { state: 'clean' },
    });
  });
});
