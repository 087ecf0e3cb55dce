// The flatpak adapter on a real root with a local repository; skipped, with the reason, where there is none.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LabRoot, startRoot, whyNoRoot } from '../lab-root.fixture.ts';
import { flatpak } from './index.ts';

const missing = whyNoRoot('flatpak');
const system = { id: 'debian', version: '12' } as const;

describe.skipIf(missing !== undefined)(
  `on a real root with flatpaks${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  { timeout: 120_000 },
  () => {
    let root: LabRoot;
    beforeAll(() => {
      root = startRoot('flatpak', 'suture-flatpak');
      root.shell('flatpak mask org.example.LabBroken');
    }, 120_000);
    afterAll(() => root.stop());

    const output = async (...argv: readonly [string, ...string[]]): Promise<string> => {
      const result = await root.as(0).run({ argv, timeoutMs: 60_000, maxOutputBytes: 1 << 24 });
      return result.kind === 'exited' ? result.stdout : '';
    };

    test('what is installed is flatpak’s own list, read without it and without root', async () => {
      const section = await flatpak.inventory?.(root.as(65_534), system);
      const listed = (await output('flatpak', 'list', '--system', '--columns=application,arch,active'))
        .trim()
        .split('\n');
      const commitOf = (purl: string): string => /commit=([0-9a-f]{12})/.exec(purl)?.[1] ?? '';
      expect(section?.items.map(({ name, arch, purl }) => [name, arch, commitOf(purl)].join('\t')).sort()).toEqual(
        listed.sort(),
      );
    });

    // A runtime: of an application flatpak asks the system's bus whether this user may have it.
    test('a user’s own flatpak is told by whose it is, as root; who may not look into the home says so', async () => {
      root.shell(`useradd --create-home --uid 1234 ada; chmod 700 /home/ada
        remote=$(sed -n '/"lab"/,/^$/s/^url=//p' /var/lib/flatpak/repo/config)
        as='setpriv --reuid=1234 --regid=1234 --clear-groups env HOME=/home/ada XDG_DATA_HOME=/home/ada/.local/share'
        $as flatpak --user remote-add --no-gpg-verify own "$remote"
        $as flatpak --user install -y --noninteractive own runtime/org.example.LabPlatform`);
      const section = await flatpak.inventory?.(root.as(0), system);
      const own = section?.items.filter(({ origin }) => origin === 'own (ada’s own)').map(({ name }) => name);
      expect(own).toEqual(['org.example.LabPlatform']);
      expect((await flatpak.available?.(root.as(0), system))?.problems).toEqual([
        'what is newer of ada’s own flatpaks is unknown: only ada can ask',
      ]);
      const outside = await flatpak.inventory?.(root.as(65_534), system);
      expect(outside?.status).toBe('partial');
      expect(outside?.problems[0]).toBe('1 home folders cannot be looked into: flatpaks of their users are unknown');
      root.shell('userdel --remove ada');
    });

    test('updating what is offered leaves only the masked one, with root’s home untouched', async () => {
      root.shell('rm -rf /root/.local /root/.cache');
      const before = await flatpak.available?.(root.as(0), system);
      expect(before?.items.map((update) => [update.package, update.heldBack?.cause])).toEqual([
        ['org.example.LabApp', undefined],
        ['org.example.LabBroken', 'hold'],
      ]);
      expect(await output('find', '/root', '-name', 'flatpak')).toBe('');
      root.shell('flatpak update -y --noninteractive');
      expect((await flatpak.available?.(root.as(0), system))?.items.map((update) => update.package)).toEqual([
        'org.example.LabBroken',
      ]);
      const after = await flatpak.inventory?.(root.as(0), system);
      expect(after?.items.find(({ name }) => name === 'org.example.LabApp')?.purl).toContain(
        `commit=${before?.items[0]?.candidate}`,
      );
    });
  },
);
