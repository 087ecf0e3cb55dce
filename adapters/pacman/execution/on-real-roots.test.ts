// pacman's executing half on a real root with real faults: what happens, and what it is called.
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attemptsOn, change, stepOf } from '../../attempt.fixture.ts';
import * as only from '../../execute-step.ts';
import type { ExecutionStep } from '../../execution.ts';
import { mirror, startEndpoint, whyNoEndpoint, type LabEndpoint } from '../../lab-endpoint.fixture.ts';
import { pacman } from '../index.ts';

const missing = whyNoEndpoint('pacman');
const skipped = missing === undefined ? '' : ` (skipped: ${missing})`;
const up = (name: string) => change(name, '1.0-1', '1.1-1', 'any');
const epoch = change('lab-epoch', '9.0-1', '1:0.5-1', 'any');
const whole = stepOf(up('lab-conf'), epoch, up('lab-slow'));

/** The build that the lab installed at first, made again as it was made. */
const rebuilt = (name: string, version: string): string => `
  x=$(mktemp -d); mkdir -p "$x/usr/share/doc/${name}"; echo "${name} ${version}" > "$x/usr/share/doc/${name}/version"
  if [ ${name} = lab-conf ]; then mkdir "$x/etc"; printf '# lab-conf 1.0\\nlisten = 80\\n' > "$x/etc/lab-conf.conf"; fi
  printf 'pkgname = ${name}\\npkgbase = ${name}\\npkgver = ${version}\\npkgdesc = lab package ${name}\\nurl = https://example.org\\nbuilddate = 1700000000\\npackager = Lab <lab@example.org>\\nsize = 1000\\narch = any\\nlicense = MIT\\nbackup = etc/lab-conf.conf\\n' > "$x/.PKGINFO"
  (cd "$x" && bsdtar --zstd -cf "/var/cache/pacman/pkg/${name}-${version}-any.pkg.tar.zst" .PKGINFO *)`;

describe.skipIf(missing !== undefined)(`a step on a real pacman root${skipped}`, { timeout: 120_000 }, () => {
  let endpoint: LabEndpoint;
  let on: ReturnType<typeof attemptsOn>;
  const everything = (): string => endpoint.shell('pacman -Q');
  const ignoring = (...names: readonly string[]): void =>
    void endpoint.shell(`sed -i 's/^IgnorePkg.*/IgnorePkg = lab-ignored ${names.join(' ')}/' /etc/pacman.conf`);
  const preview = (step: ExecutionStep) => only.preview(pacman, endpoint.host, step);
  const prefetch = (step: ExecutionStep) => only.prefetch(pacman, endpoint.host, step, on.attempt().staging);
  beforeAll(() => {
    endpoint = startEndpoint('suture-pacman-steps', { base: 'pacman' });
    on = attemptsOn(pacman, endpoint);
    endpoint.shell('pacman -Sy; echo 0 > /etc/lab-slow.seconds');
    // Its scriptlet wants systemd.
    ignoring('lab-svc');
  }, 120_000);
  afterAll(() => endpoint?.stop());

  test('an upgrade is the whole of it or none, exactly, and goes back where the cache has the very builds', async () => {
    expect(await preview(stepOf(up('lab-conf')))).toEqual({
      ok: false,
      cause: 'drifted',
      why: 'Arch supports no partial upgrade: lab-epoch, lab-slow would stay behind',
    });
    expect(await preview(whole)).toMatchObject({ ok: true, differences: [], reboot: 'unknown' });
    expect(await prefetch(whole)).toMatchObject({
      rollback: { class: 'R0', why: expect.arrayContaining(['lab-conf 1.0-1 is not in pacman’s cache']) },
    });
    for (const name of ['lab-conf', 'lab-slow']) endpoint.shell(rebuilt(name, '1.0-1'));
    endpoint.shell(rebuilt('lab-epoch', '9.0-1').replace('1700000000', '1700000001'));
    expect(await prefetch(whole)).toMatchObject({
      rollback: { class: 'R0', why: ['lab-epoch 9.0-1 in pacman’s cache is not the build that is installed'] },
    });
    endpoint.shell(rebuilt('lab-epoch', '9.0-1'));
    endpoint.shell("echo 'listen = 81' >> /etc/lab-conf.conf");
    const before = everything();
    const done = await on.carryOut(whole);
    expect(done.applied).toMatchObject({
      outcome: 'installed',
      kept: [{ path: '/etc/lab-conf.conf', offered: '/etc/lab-conf.conf.pacnew' }],
    });
    expect(everything()).toContain('lab-epoch 1:0.5-1\n');
    const again = on.attempt();
    expect(await only.apply(pacman, endpoint.host, whole, done.files, again.options)).toMatchObject({ changed: [] });
    expect(again.begun).toEqual([]);
    expect(await on.back(done)).toMatchObject({ outcome: 'rolled-back' });
    expect(everything()).toBe(before);
  });

  test('what is held, is not as the plan saw it, was staged and changed, or is not signed, is refused in words', async () => {
    expect(await preview(stepOf(up('lab-ignored')))).toMatchObject({
      cause: 'drifted',
      why: 'lab-ignored is held on this endpoint (IgnorePkg and IgnoreGroup in /etc/pacman.conf)',
    });
    expect(await preview(stepOf(change('lab-conf', '0.9-1', '1.1-1', 'any')))).toMatchObject({ cause: 'drifted' });
    const made = on.attempt();
    const files = await on.staged(whole, made.staging);
    endpoint.shell(`printf x | dd of=${files.files[0]?.path} bs=1 seek=100 conv=notrunc status=none`);
    expect(await only.apply(pacman, endpoint.host, whole, files, made.options)).toMatchObject({
      outcome: 'refused',
      cause: 'hash-mismatch',
    });
    expect(made.begun).toEqual([]);
    endpoint.shell("sed -i 's/^SigLevel.*/SigLevel = PackageRequired DatabaseNever/' /etc/pacman.conf");
    try {
      expect(await prefetch(whole)).toMatchObject({
        ok: false,
        cause: 'signature-mismatch',
        why: expect.stringMatching(/^lab-.{1,40}\.pkg\.tar\.zst is not signed$/),
      });
    } finally {
      endpoint.shell("sed -i 's/^SigLevel.*/SigLevel = Never/' /etc/pacman.conf");
    }
  });

  test('where signatures are required: nothing by a key that nobody trusts or of another file, and all of it once the key is trusted', async () => {
    const gpg = "gpg -q --homedir /root/lab-key --batch --passphrase ''";
    endpoint.shell(`mkdir -m 700 /root/lab-key; ${gpg} --quick-gen-key 'Lab <lab@lab.example>' ed25519 sign never
      cp /etc/pacman.conf /root/pacman.conf; server=$(sed -n 's/^Server = //p' /etc/pacman.conf); mkdir /srv/signed; cd /srv/signed
      for each in lab-conf-1.1-1 lab-epoch-1:0.5-1 lab-slow-1.1-1; do curl -sSfO "$server/$each-any.pkg.tar.zst"; done
      for each in *.zst; do ${gpg} --detach-sign "$each"; done; repo-add -q lab.db.tar.gz *.zst
      sed -i 's/^SigLevel.*/SigLevel = PackageRequired DatabaseNever/; s|^Server.*|Server = file:///srv/signed|' /etc/pacman.conf
      ${gpg} --export > /root/lab.gpg; pacman-key --init; pacman-key --add /root/lab.gpg; pacman -Syy`);
    const before = everything();
    const untrusted = { ok: false, cause: 'signature-mismatch' };
    expect(await prefetch(whole)).toMatchObject(untrusted);
    endpoint.shell('pacman-key --lsign-key lab@lab.example');
    // A list that was made anew within the same second counts as the one that is there, but for `-Syy`.
    const swapped = (one: string, other: string): void =>
      void endpoint.shell(`cd /srv/signed; mv ${one}*.sig x; mv ${other}*.sig ${one}-any.pkg.tar.zst.sig; mv x ${other}-any.pkg.tar.zst.sig
        rm -f lab.db* lab.files*; repo-add -q lab.db.tar.gz *.zst; pacman -Syy`);
    swapped('lab-conf-1.1-1', 'lab-slow-1.1-1');
    expect(await prefetch(whole)).toMatchObject(untrusted);
    swapped('lab-conf-1.1-1', 'lab-slow-1.1-1');
    expect(everything()).toBe(before);
    const done = await on.carryOut(whole);
    expect(done.applied).toMatchObject({ outcome: 'installed' });
    endpoint.shell('cp /root/pacman.conf /etc/pacman.conf; pacman -Syy');
    expect(await on.back(done)).toMatchObject({ outcome: 'rolled-back' });
    endpoint.shell('gpgconf --homedir /root/lab-key --kill all; gpgconf --homedir /etc/pacman.d/gnupg --kill all');
  });

  test('a mirror that is down or sends other files, and packages that nobody can have: named, and nothing is changed', async () => {
    const before = everything();
    mirror('down', 'pacman/lab/lab-');
    try {
      expect(await prefetch(whole)).toMatchObject({ ok: false, cause: 'download-failed' });
    } finally {
      mirror();
    }
    endpoint.shell("sed -i '/lab-faulty/s/^#//' /etc/pacman.conf; pacman -Sy");
    const faulty = stepOf(...whole.changes, up('lab-dep'), up('lab-postfail'), up('lab-tampered'));
    expect(await preview(faulty)).toEqual({
      ok: false,
      cause: 'dependency-conflict',
      why: "unable to satisfy dependency 'lab-nowhere' required by lab-dep",
    });
    ignoring('lab-svc', 'lab-dep');
    const others = stepOf(...whole.changes, up('lab-postfail'), up('lab-tampered'));
    expect(await prefetch(others)).toMatchObject({
      ok: false,
      cause: 'hash-mismatch',
      why: expect.stringContaining('lab-tampered-1.1-1'),
    });
    expect(everything()).toBe(before);
  });

  test('a scriptlet that fails is a failure, although pacman exits 0; a full disk stops it in the middle, or before where it looks', async () => {
    ignoring('lab-svc', 'lab-dep', 'lab-tampered', 'lab-conf', 'lab-epoch', 'lab-slow');
    expect((await on.carryOut(stepOf(up('lab-postfail')))).applied).toMatchObject({
      outcome: 'failed',
      cause: 'script-failed',
      why: 'scriptlet failed: that of lab-postfail',
      changed: [{ package: 'lab-postfail', to: '1.1-1' }],
    });
    ignoring('lab-svc', 'lab-dep', 'lab-tampered', 'lab-epoch', 'lab-slow');
    const conf = stepOf(up('lab-conf'));
    const full = async () => {
      endpoint.shell('mount -t tmpfs -o size=4k,nr_inodes=2 none /usr/share/doc');
      const tried = await on.carryOut(conf);
      endpoint.shell('umount /usr/share/doc');
      return tried;
    };
    // What it records is the new version all the same.
    const torn = await full();
    expect(torn.applied).toMatchObject({
      outcome: 'failed',
      cause: 'install-failed',
      why: expect.stringContaining('/usr/share/doc/lab-conf/version could not be written'),
      changed: [{ package: 'lab-conf', to: '1.1-1' }],
    });
    expect(await on.back(torn)).toMatchObject({ outcome: 'rolled-back' });
    endpoint.shell("sed -i 's/^HoldPkg/CheckSpace\\nHoldPkg/' /etc/pacman.conf");
    expect((await full()).applied).toMatchObject({
      outcome: 'refused',
      cause: 'disk-full',
      why: 'disk full: /usr/share/doc has 1 blocks, 2 are needed',
    });
  });

  test('pacman killed in a scriptlet leaves its lock: whose it was is known, and it is taken away once nobody holds it', async () => {
    ignoring('lab-svc', 'lab-dep', 'lab-tampered', 'lab-epoch', 'lab-conf');
    endpoint.shell('echo 300 > /etc/lab-slow.seconds');
    const made = on.attempt();
    const step = stepOf(up('lab-slow'));
    const files = await on.staged(step, made.staging);
    const applying = only.apply(pacman, endpoint.host, step, files, made.options);
    while (!endpoint.shell('pgrep -x sleep -a || true').includes('sleep 300')) await delay(100);
    expect(await only.lock(pacman, endpoint.host)).toMatchObject({ state: 'held', owner: { name: 'pacman' } });
    const other = on.attempt();
    expect(await only.apply(pacman, endpoint.host, step, files, other.options)).toMatchObject({
      outcome: 'refused',
      cause: 'lock-held',
    });
    endpoint.shell('pkill -9 -x pacman; pkill -9 -x sleep');
    expect(await applying).toMatchObject({ outcome: 'failed', cause: 'interrupted' });
    expect(await preview(step)).toMatchObject({
      cause: 'broken-before',
      why: 'a pacman broke off: /var/lib/pacman/db.lck is there, and nobody holds it',
    });
    expect(await only.repair(pacman, endpoint.host, on.attempt().options)).toMatchObject({ outcome: 'repaired' });
    expect(await only.look(pacman, endpoint.host, step)).toMatchObject({ audit: { state: 'clean' } });
  });
});
