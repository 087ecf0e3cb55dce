// The dnf adapter on a real root with local repositories; skipped, with the reason, where there is none.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LabRoot, startRoot, whyNoRoot } from '../lab-root.fixture.ts';
import { dnf } from './index.ts';

const missing = whyNoRoot('rpm-dnf');
const system = { id: 'lab-el', version: '9.4' } as const;
const nobody = 65534;

describe.skipIf(missing !== undefined)(
  `on a real dnf root${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  { timeout: 120_000 },
  () => {
    let root: LabRoot;
    beforeAll(() => {
      root = startRoot('rpm-dnf', 'suture-dnf');
      root.shell('dnf -q versionlock add lab-conf-1.0-1 && dnf -q makecache');
    }, 120_000);
    afterAll(() => root.stop());

    const output = async (...argv: readonly [string, ...string[]]): Promise<string> => {
      const result = await root.as(0).run({ argv, timeoutMs: 60_000, maxOutputBytes: 1 << 24 });
      return result.kind === 'exited' ? result.stdout : '';
    };
    const changed = (since: string): Promise<string> =>
      output('find', '/etc', '/usr', '/var', '-newer', since, '-type', 'f', '-not', '-path', '/var/tmp/*');

    test('the inventory is what rpm lists, and no root is needed', async () => {
      const listed = (await output('rpm', '-qa', '--qf', '%{NAME} %{VERSION}-%{RELEASE}\\n')).split('\n');
      const expected = listed.filter((line) => line !== '' && !line.startsWith('gpg-pubkey '));
      const section = await dnf.inventory?.(root.as(nobody), system);
      expect(section?.status).toBe('complete');
      expect(section?.items.map(({ name, version }) => `${name} ${version}`).sort()).toEqual(expected.sort());
    });

    test('the updates are those dnf lists and the locked one; nothing is written', async () => {
      root.shell('touch /run/before; sleep 1.1');
      const section = await dnf.available?.(root.as(nobody), system);
      expect(await changed('/run/before')).toMatch(/^(?:\/var\/lib\/rpm\/rpmdb\.sqlite-shm\n)?$/);
      const listed = await output('dnf', '-C', '-q', 'check-update');
      const [plain = ''] = listed.split('Obsoleting Packages');
      const expected = plain.split('\n').flatMap((line) => /^(\S+)\.noarch\s/.exec(line)?.[1] ?? []);
      expect(expected.length).toBeGreaterThan(10);
      const found = section?.items.filter(({ heldBack }) => heldBack === undefined).map((update) => update.package);
      expect(found?.sort()).toEqual([...expected, 'lab-old'].sort());
      expect(section?.items.find((update) => update.package === 'lab-conf')?.heldBack?.cause).toBe('hold');
    });

    test('a mirror that is down fails the refresh, for which dnf exits 0', async () => {
      const host = root.as(0);
      expect(await dnf.refresh?.(host)).toEqual({ ok: true });
      root.shell("printf '[gone]\\nname=gone\\nbaseurl=http://127.0.0.1:9/\\n' > /etc/yum.repos.d/gone.repo");
      expect(await output('dnf', 'makecache', '--setopt=*.skip_if_unavailable=1')).toContain('Metadata cache created');
      expect(await dnf.refresh?.(host)).toMatchObject({ ok: false });
      root.shell('rm /etc/yum.repos.d/gone.repo');
    });

    test('a simulation changes nothing', async () => {
      const before = await output('rpm', '-qa');
      const outcome = await dnf.simulate?.(root.as(0), { scope: 'all' });
      expect(outcome?.ok).toBe(true);
      expect(await output('rpm', '-qa')).toBe(before);
    });
  },
);
