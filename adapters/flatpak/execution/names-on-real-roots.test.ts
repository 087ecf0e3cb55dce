// What plans install by name with flatpak, and take away, on a real installation with a real remote.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attemptsOn, change, stepOf } from '../../attempt.fixture.ts';
import * as only from '../../execute-step.ts';
import { mirror, startEndpoint, whyNoEndpoint, type LabEndpoint } from '../../lab-endpoint.fixture.ts';
import { flatpak } from '../index.ts';

const missing = whyNoEndpoint('flatpak');
const skipped = missing === undefined ? '' : ` (skipped: ${missing})`;
const app = 'org.example.LabApp';
const current = 'org.example.LabCurrent';
const platform = 'org.example.LabPlatform';
const arch = 'x86_64';

describe.skipIf(missing !== undefined)(
  `what comes and goes on a real flatpak installation${skipped}`,
  { timeout: 120_000 },
  () => {
    let endpoint: LabEndpoint;
    let on: ReturnType<typeof attemptsOn>;
    const deployed = (): string => endpoint.shell('flatpak list --system --columns=ref,active | sort');
    const commitOf = (ref: string, of: 'info' | 'remote-info lab' = 'remote-info lab'): string =>
      endpoint
        .shell(`flatpak ${of.replace(' ', ' --system ')} --show-commit ${ref}`)
        .trim()
        .slice(0, 12);
    const preview = (...changes: readonly Parameters<typeof change>[]) =>
      only.preview(flatpak, endpoint.host, stepOf(...changes.map((each) => change(...each))));
    beforeAll(() => {
      endpoint = startEndpoint('suture-flatpak-names', { base: 'flatpak' });
      on = attemptsOn(flatpak, endpoint);
    }, 120_000);
    afterAll(() => endpoint?.stop());

    test('what goes, goes alone and keeps its runtime; it comes back in the commit that it had, which is not the newest', async () => {
      const before = deployed();
      expect(commitOf(app)).not.toBe(commitOf(app, 'info'));
      const goes = await on.carryOut(stepOf(change(app, '1.0', null, arch), change(current, '1.0', null, arch)));
      expect(goes.applied).toMatchObject({
        outcome: 'installed',
        changed: [
          { package: app, to: null },
          { package: current, to: null },
        ],
      });
      expect(deployed()).not.toContain(current);
      expect(await on.back(goes)).toMatchObject({ outcome: 'rolled-back' });
      expect(deployed()).toBe(before);
    });

    test('a runtime that something runs on does not go', async () => {
      const version = commitOf(`runtime/${platform}`, 'info');
      expect(await preview([platform, version, null, arch])).toEqual({
        ok: false,
        cause: 'dependency-conflict',
        why: `${app} needs the runtime ${platform}`,
      });
    });

    test('what is not there comes in the commit of the plan, with the runtime that it needs, onto an empty installation', async () => {
      const before = deployed();
      const all = stepOf(
        change(app, '1.0', null, arch),
        change('org.example.LabBroken', '1.0', null, arch),
        change(current, '1.0', null, arch),
        change(platform, commitOf(`runtime/${platform}`, 'info'), null, arch),
      );
      const gone = await on.carryOut(all);
      expect(gone.applied).toMatchObject({ outcome: 'installed' });
      expect(deployed().trim()).toBe('');
      const to = commitOf(app);
      const alone = await preview([app, null, to]);
      const runtime = commitOf(`runtime/${platform}`);
      expect(alone).toMatchObject({ ok: true, differences: [`${platform} would be installed too, to ${runtime}`] });
      const comes = await on.carryOut(stepOf(change(app, null, to), change(platform, null, runtime, arch)));
      expect(comes.applied).toMatchObject({ outcome: 'installed', changed: [{ package: app }, { package: platform }] });
      expect(commitOf(app, 'info')).toBe(to);
      expect(await on.back(comes)).toMatchObject({ outcome: 'rolled-back' });
      expect(deployed().trim()).toBe('');
      expect(await on.back(gone)).toMatchObject({ outcome: 'rolled-back' });
      expect(deployed()).toBe(before);
    });

    test('what no remote has, is masked, or cannot be fetched is refused, and nothing is begun', async () => {
      const before = deployed();
      expect(await preview(['org.example.Nowhere', null, '1.0'])).toEqual({
        ok: false,
        cause: 'drifted',
        why: 'no remote of this endpoint has org.example.Nowhere 1.0',
      });
      const away = await on.carryOut(stepOf(change(current, '1.0', null, arch)));
      const to = commitOf(current);
      endpoint.shell(`flatpak mask --system ${current}`);
      expect(await preview([current, null, to])).toMatchObject({
        cause: 'drifted',
        why: expect.stringContaining(`${current} is kept back on this endpoint: masked by`),
      });
      endpoint.shell(`flatpak mask --system --remove ${current}`);
      const made = on.attempt();
      mirror('down', 'lab/flatpak');
      try {
        const tried = await only.prefetch(flatpak, endpoint.host, stepOf(change(current, null, to)), made.staging);
        expect(tried).toMatchObject({ ok: false, cause: 'download-failed' });
      } finally {
        mirror();
      }
      expect(await on.back(away)).toMatchObject({ outcome: 'rolled-back' });
      expect(deployed()).toBe(before);
    });
  },
);
