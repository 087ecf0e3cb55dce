// The pacman adapter on a real root with a local repository; skipped, with the reason, where there is none.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LabRoot, startRoot, whyNoRoot } from '../lab-root.fixture.ts';
import { pacman } from './index.ts';

const missing = whyNoRoot('pacman');
const system = { id: 'lab-arch', version: '' } as const;
const nobody = 65534;

describe.skipIf(missing !== undefined)(
  `on a real pacman root${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  { timeout: 120_000 },
  () => {
    let root: LabRoot;
    beforeAll(() => {
      root = startRoot('pacman', 'suture-pacman');
      root.shell('pacman -Sy');
    }, 120_000);
    afterAll(() => root.stop());

    const output = async (...argv: readonly [string, ...string[]]): Promise<string> => {
      const result = await root.as(0).run({ argv, timeoutMs: 60_000, maxOutputBytes: 1 << 24 });
      return result.kind === 'exited' ? result.stdout : '';
    };

    test('inventory, updates and plan are pacman’s own, without root, and nothing is written', async () => {
      root.shell('touch /run/before; sleep 1.1');
      const host = root.as(nobody);
      const installed = await pacman.inventory?.(host, system);
      const section = await pacman.available?.(host, system);
      const outcome = await pacman.simulate?.(host, { scope: 'all' });
      expect(await output('find', '/etc', '/usr', '/var', '-newer', '/run/before')).toBe('');
      expect(installed?.items.map(({ name, version }) => `${name} ${version}`).sort()).toEqual(
        (await output('pacman', '-Q')).trim().split('\n').sort(),
      );
      expect(section?.items.map((update) => update.package)).toEqual(
        (await output('pacman', '-Quq')).trim().split('\n'),
      );
      if (outcome?.ok !== true) throw new Error(outcome?.reason);
      root.shell('pacman -Su --noconfirm');
      const after = await output('pacman', '-Q');
      for (const change of outcome.simulation.changes) {
        expect(after).toContain(change.kind === 'remove' ? '' : `${change.package} ${change.to}\n`);
      }
      expect((await pacman.available?.(host, system))?.items.map((update) => update.heldBack?.cause)).toEqual(['hold']);
    });
  },
);
