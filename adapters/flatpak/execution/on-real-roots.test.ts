// flatpak's executing half on a real installation with a real remote: what happens, and what it is called.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mirror, startEndpoint, whyNoEndpoint, type LabEndpoint } from '../../lab-endpoint.fixture.ts';
import { attemptsOn, change, stepOf } from '../../attempt.fixture.ts';
import * as only from '../../execute-step.ts';
import { flatpak } from '../index.ts';

const missing = whyNoEndpoint('flatpak');
const skipped = missing === undefined ? '' : ` (skipped: ${missing})`;
const app = 'org.example.LabApp';
const broken = 'org.example.LabBroken';

describe.skipIf(missing !== undefined)(`a step on a real flatpak installation${skipped}`, { timeout: 120_000 }, () => {
  let endpoint: LabEndpoint;
  let on: ReturnType<typeof attemptsOn>;
  const deployed = (): string => endpoint.shell('flatpak list --system --columns=ref,active | sort');
  /** As the remote has it, which is what a plan is made of. */
  const offered = async (id: string): Promise<string> => {
    const section = await flatpak.available?.(endpoint.host, { id: 'debian', version: '12', name: '' });
    return section?.items.find((each) => each.package === id)?.candidate ?? '';
  };
  const preview = (...changes: Parameters<typeof change>) =>
    only.preview(flatpak, endpoint.host, stepOf(change(...changes)));
  beforeAll(() => {
    endpoint = startEndpoint('suture-flatpak', { base: 'flatpak' });
    on = attemptsOn(flatpak, endpoint);
  }, 120_000);
  afterAll(() => endpoint?.stop());

  test('what nobody signed for a remote that wants it, and too little room: refused before anything is deployed', async () => {
    const step = stepOf(change(app, '1.0', await offered(app), 'x86_64'));
    const before = deployed();
    const config = '/var/lib/flatpak/repo/config';
    const prefetched = async (edit: string) => {
      endpoint.shell(`cp -a ${config} /tmp/config; sed -i '${edit}' ${config}`);
      const tried = await only.prefetch(flatpak, endpoint.host, step, on.attempt().staging);
      endpoint.shell(`cp -a /tmp/config ${config}`);
      return tried;
    };
    expect(await prefetched('s/^gpg-verify=false/gpg-verify=true/')).toMatchObject({
      ok: false,
      cause: 'signature-mismatch',
    });
    expect(await prefetched('s/^min-free-space-size=.*/min-free-space-size=9000GB/')).toMatchObject({
      ok: false,
      cause: 'disk-full',
    });
    expect(deployed()).toBe(before);
  });

  test('two applications are updated to the commits of the plan, and go back to the ones they came from', async () => {
    const before = deployed();
    const step = stepOf(
      change(app, '1.0', await offered(app), 'x86_64'),
      change(broken, '1.0', await offered(broken), 'x86_64'),
    );
    expect(await only.preview(flatpak, endpoint.host, step)).toMatchObject({
      ok: true,
      differences: [],
      reboot: false,
    });
    const done = await on.carryOut(step);
    expect(done.applied).toMatchObject({ outcome: 'installed', changed: step.changes });
    expect(await only.look(flatpak, endpoint.host, step)).toMatchObject({
      present: step.changes.map(({ to }) => ({ now: to })),
    });
    const again = on.attempt();
    expect(await only.apply(flatpak, endpoint.host, step, done.files, again.options)).toMatchObject({ changed: [] });
    expect(again.begun).toEqual([]);
    expect(await on.back(done)).toMatchObject({ outcome: 'rolled-back' });
    expect(deployed()).toBe(before);
  });

  test('drift, a version nobody offers, a runtime that is gone, and a mask are refused in words', async () => {
    expect(await preview(app, '0.9', 'abcdefabcdef', 'x86_64')).toMatchObject({
      cause: 'drifted',
      why: `${app} is 1.0 here, and was 0.9 when the plan was made`,
    });
    expect(await preview(app, '1.0', 'abcdefabcdef', 'x86_64')).toMatchObject({
      cause: 'drifted',
      why: `${app} abcdefabcdef is not offered any more`,
    });
    const to = await offered(app);
    const platform = 'org.example.LabPlatform';
    endpoint.shell(`flatpak uninstall --system -y --noninteractive --force-remove runtime/${platform}`);
    expect(await preview(app, '1.0', to, 'x86_64')).toMatchObject({
      cause: 'dependency-conflict',
      why: expect.stringContaining(`needs the runtime ${platform}/`),
    });
    endpoint.shell(`flatpak install --system -y --noninteractive lab runtime/${platform}`);
    // flatpak itself says "Nothing to do" and exits 0.
    endpoint.shell(`flatpak mask --system ${app}`);
    expect(await preview(app, '1.0', to, 'x86_64')).toMatchObject({
      cause: 'drifted',
      why: `${app} is held on this endpoint (flatpak mask --remove ${app})`,
    });
    endpoint.shell(`flatpak mask --system --remove ${app}`);
  });

  test('a remote that is out of reach: nothing is fetched, nothing is begun, and what is deployed stays', async () => {
    const step = stepOf(change(app, '1.0', await offered(app), 'x86_64'));
    const made = on.attempt();
    const files = await on.staged(step, made.staging);
    const before = deployed();
    mirror('down', 'lab/flatpak');
    try {
      expect(await only.prefetch(flatpak, endpoint.host, step, on.attempt().staging)).toMatchObject({
        ok: false,
        cause: 'download-failed',
      });
      expect(await only.apply(flatpak, endpoint.host, step, files, made.options)).toMatchObject({
        outcome: 'refused',
        cause: 'download-failed',
      });
    } finally {
      mirror();
    }
    expect(made.begun).toEqual([]);
    expect(deployed()).toBe(before);
  });

  test('a commit whose objects are gone is not deployed, and said to have failed', async () => {
    const step = stepOf(change(app, '1.0', await offered(app), 'x86_64'));
    const made = on.attempt();
    const files = await on.staged(step, made.staging);
    endpoint.shell(
      'find /var/lib/flatpak/repo/objects -name "*.dirtree" -newer /var/lib/flatpak/.changed -delete; rm -rf /var/lib/flatpak/repo/refs/remotes/lab/app/org.example.LabApp; find /var/lib/flatpak/repo/objects -name "*.commit" -newermt "-1 minute" -delete',
    );
    const before = deployed();
    expect(await only.apply(flatpak, endpoint.host, step, files, made.options)).toMatchObject({
      outcome: 'failed',
      changed: [],
    });
    expect(deployed()).toBe(before);
  });
});
