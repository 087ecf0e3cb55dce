// What plans install by name with pacman, and take away, on a real root with packages made for it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attemptsOn, change, stepOf } from '../../attempt.fixture.ts';
import * as only from '../../execute-step.ts';
import { startEndpoint, whyNoEndpoint, type LabEndpoint } from '../../lab-endpoint.fixture.ts';
import { pacman } from '../index.ts';

const missing = whyNoEndpoint('pacman');
const skipped = missing === undefined ? '' : ` (skipped: ${missing})`;

const made = (name: string, more: string): string => `
  x=$(mktemp -d); mkdir -p "$x/usr/share/doc/${name}"; echo ${name} > "$x/usr/share/doc/${name}/name"
  printf 'pkgname = ${name}\\npkgbase = ${name}\\npkgver = 1.0-1\\npkgdesc = lab package\\nbuilddate = 1700000000\\npackager = Lab <lab@example.org>\\nsize = 1000\\narch = any\\n${more}' > "$x/.PKGINFO"
  (cd "$x" && bsdtar --zstd -cf "/srv/more/${name}-1.0-1-any.pkg.tar.zst" .PKGINFO usr)`;

const lib = change('lab-a-lib', null, '1.0-1');
const tool = change('lab-tool', null, '1.0-1');
const both = stepOf(lib, tool);

describe.skipIf(missing !== undefined)(
  `what comes and goes on a real pacman root${skipped}`,
  { timeout: 120_000 },
  () => {
    let endpoint: LabEndpoint;
    let on: ReturnType<typeof attemptsOn>;
    const everything = (): string => endpoint.shell('pacman -Q');
    const set = (key: string, value: string): void =>
      void endpoint.shell(`sed -i 's/^${key} *=.*/${key} = ${value}/' /etc/pacman.conf`);
    const preview = (...changes: Parameters<typeof change>) =>
      only.preview(pacman, endpoint.host, stepOf(change(...changes)));
    beforeAll(() => {
      endpoint = startEndpoint('suture-pacman-names', { base: 'pacman' });
      on = attemptsOn(pacman, endpoint);
      endpoint.shell(`mkdir /srv/more; ${made('lab-a-lib', '')}; ${made('lab-tool', 'depend = lab-a-lib\\n')}
      repo-add -q /srv/more/more.db.tar.gz /srv/more/*.zst
      printf '[more]\\nSigLevel = Never\\nServer = file:///srv/more\\n' >> /etc/pacman.conf; pacman -Sy`);
    }, 120_000);
    afterAll(() => endpoint?.stop());

    test('nothing new comes while upgrades are pending: that would be a part of one', async () => {
      expect(await preview('lab-tool', null, '1.0-1')).toEqual({
        ok: false,
        cause: 'drifted',
        why: 'Arch supports no partial upgrade: lab-conf, lab-epoch, lab-slow, lab-svc would stay behind',
      });
      set('IgnorePkg', 'lab-conf lab-epoch lab-slow lab-svc lab-ignored');
      expect(await preview('lab-tool', null, '1.0-1')).toMatchObject({
        ok: true,
        differences: ['lab-a-lib would be installed too, to 1.0-1'],
      });
    });

    test('what is named comes with what it needs, which stays a dependency; it goes again where that is taken back', async () => {
      const before = everything();
      const comes = await on.carryOut(both);
      expect(comes.applied).toMatchObject({
        outcome: 'installed',
        changed: [{ package: 'lab-a-lib' }, { package: 'lab-tool' }],
      });
      expect(endpoint.shell('pacman -Qqe')).toContain('lab-tool\n');
      expect(endpoint.shell('pacman -Qqd')).toContain('lab-a-lib\n');
      expect(await on.back(comes)).toMatchObject({ outcome: 'rolled-back' });
      expect(everything()).toBe(before);
    });

    test('what goes, goes alone, and is there again where the cache has the very build; what is needed or held stays', async () => {
      const comes = await on.carryOut(both);
      const before = everything();
      expect(await preview('lab-a-lib', '1.0-1', null)).toEqual({
        ok: false,
        cause: 'dependency-conflict',
        why: "removing lab-a-lib breaks dependency 'lab-a-lib' required by lab-tool",
      });
      const away = stepOf(change('lab-tool', '1.0-1', null, 'any'));
      expect(await only.preview(pacman, endpoint.host, away)).toMatchObject({ ok: true, differences: [] });
      expect(await only.preview(pacman, endpoint.host, { ...away, removals: 'none' })).toMatchObject({
        cause: 'drifted',
      });
      expect(await on.staged(away, on.attempt().staging)).toMatchObject({
        rollback: { class: 'R0', why: ['lab-tool 1.0-1 is not in pacman’s cache'] },
      });
      endpoint.shell('cp /srv/more/*.zst /var/cache/pacman/pkg');
      set('HoldPkg', 'pacman lab-tool');
      expect(await only.preview(pacman, endpoint.host, away)).toMatchObject({ ok: false });
      set('HoldPkg', 'pacman');
      const goes = await on.carryOut(away);
      expect(goes.applied).toMatchObject({ outcome: 'installed', changed: [{ package: 'lab-tool', to: null }] });
      expect(everything()).not.toContain('lab-tool');
      expect(everything()).toContain('lab-a-lib');
      expect(await on.back(goes)).toMatchObject({ outcome: 'rolled-back' });
      expect(everything()).toBe(before);
      expect(await on.back(comes)).toMatchObject({ outcome: 'rolled-back' });
    });

    test('what no repository has, and what pacman is told to leave alone, does not come', async () => {
      expect(await preview('lab-nowhere', null, '1.0-1')).toEqual({
        ok: false,
        cause: 'drifted',
        why: 'no repository of this endpoint has lab-nowhere',
      });
      set('IgnorePkg', 'lab-conf lab-epoch lab-slow lab-svc lab-ignored lab-tool');
      expect(await preview('lab-tool', null, '1.0-1')).toEqual({
        ok: false,
        cause: 'drifted',
        why: 'lab-tool is kept back on this endpoint: IgnorePkg = lab-tool in /etc/pacman.conf',
      });
    });
  },
);
