// The zypper adapter on a real root with local repositories; skipped, with the reason, where there is none.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LabRoot, startRoot, whyNoRoot } from '../lab-root.fixture.ts';
import { zypper } from './index.ts';

const missing = whyNoRoot('rpm-zypper');
const system = { id: 'lab-leap', version: '9.4' } as const;
const nobody = 65534;

describe.skipIf(missing !== undefined)(
  `on a real zypper root${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  { timeout: 120_000 },
  () => {
    let root: LabRoot;
    beforeAll(() => {
      root = startRoot('rpm-zypper', 'suture-zypper');
      root.shell('zypper -n refresh && zypper -n addlock lab-conf');
    }, 120_000);
    afterAll(() => root.stop());

    const output = async (...argv: readonly [string, ...string[]]): Promise<string> => {
      const result = await root.as(0).run({ argv, timeoutMs: 60_000, maxOutputBytes: 1 << 24 });
      return result.kind === 'exited' ? result.stdout : '';
    };

    test('inventory and updates are what rpm and zypper list, without root, and nothing is written', async () => {
      root.shell('touch /run/before; sleep 1.1');
      const host = root.as(nobody);
      const installed = await zypper.inventory?.(host, system);
      const section = await zypper.available?.(host, system);
      const written = await output('find', '/etc', '/usr', '/var', '-newer', '/run/before', '-type', 'f');
      expect(written).toMatch(/^(?:\/var\/lib\/rpm\/rpmdb\.sqlite-shm\n)?$/);
      const names = (await output('rpm', '-qa', '--qf', '%{NAME}\\n')).split('\n');
      expect(installed?.items.map(({ name }) => name).sort()).toEqual(
        names.filter((name) => name !== '' && name !== 'gpg-pubkey').sort(),
      );
      const table = await output('zypper', '--non-interactive', '--no-refresh', 'list-updates');
      const offered = table.split('\n').flatMap((line) => /^v\s+\|[^|]+\|\s*(\S+)/.exec(line)?.[1] ?? []);
      expect(offered.length).toBeGreaterThan(10);
      const now = section?.items.filter(({ heldBack }) => heldBack === undefined).map((update) => update.package);
      expect(now?.sort()).toEqual(offered.sort());
      expect(section?.items.find((update) => update.package === 'lab-conf')?.heldBack?.cause).toBe('hold');
    });

    test('a simulation changes nothing, and a mirror that is down fails the refresh', async () => {
      const before = await output('rpm', '-qa');
      expect((await zypper.simulate?.(root.as(0), { scope: 'all' }))?.ok).toBe(true);
      expect(await output('rpm', '-qa')).toBe(before);
      expect(await zypper.refresh?.(root.as(0))).toEqual({ ok: true });
      root.shell(
        "printf '[gone]\\nname=gone\\nbaseurl=http://127.0.0.1:9/\\nenabled=1\\n' > /etc/zypp/repos.d/gone.repo",
      );
      expect(await zypper.refresh?.(root.as(0))).toMatchObject({ ok: false });
    });
  },
);
