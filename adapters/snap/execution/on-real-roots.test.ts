// snap's executing half: the real client and curl in a real root, against a snapd that is a server on its socket.
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { attemptsOn, change, stepOf } from '../../attempt.fixture.ts';
import * as only from '../../execute-step.ts';
import { startEndpoint, whyNoEndpoint, type LabEndpoint } from '../../lab-endpoint.fixture.ts';
import { snapdSocket } from '../commands.ts';
import { snap } from '../index.ts';
import { startSnapd, type FakeSnapd } from './snapd.fixture.ts';

const missing = whyNoEndpoint('flatpak');
const skipped = missing === undefined ? '' : ` (skipped: ${missing})`;

describe.skipIf(missing !== undefined)(`a step of the real snap client${skipped}`, { timeout: 60_000 }, () => {
  let endpoint: LabEndpoint;
  let snapd: FakeSnapd;
  let on: ReturnType<typeof attemptsOn>;
  const app = (name: string, version: string, revision: string, type = 'app') => ({ name, version, revision, type });
  const active = (): readonly string[] =>
    snapd.snaps.filter(({ status }) => status === 'active').map(({ name, revision }) => `${name} ${revision}`);
  const refreshed = change('larder', '1.2.0', '1.3.0');

  beforeAll(async () => {
    endpoint = startEndpoint('suture-snap', { base: 'flatpak' });
    const socket = join(endpoint.folder, 'snapd.socket');
    snapd = await startSnapd(socket);
    endpoint.shell(`rm -f ${snapdSocket}; ln -s ${socket} ${snapdSocket}; mkdir -p /var/lib/snapd/snaps`);
    endpoint.shell('for each in larder_31 core22_864; do echo $each > /var/lib/snapd/snaps/$each.snap; done');
    on = attemptsOn(snap, endpoint);
  }, 60_000);
  afterAll(() => {
    snapd?.close();
    endpoint?.stop();
  });
  beforeEach(() => {
    const installed = [
      app('larder', '1.2.0', '31'),
      app('core22', '20230801', '864', 'base'),
      app('pc', '6', '1', 'kernel'),
    ];
    snapd.snaps.splice(0, 9, ...installed.map((each) => ({ ...each, status: 'active' as const })));
    const offered = [
      app('larder', '1.3.0', '32'),
      app('core22', '20230801', '900', 'base'),
      app('pc', '7', '2', 'kernel'),
    ];
    snapd.store.splice(0, 9, ...offered);
    snapd.asked.length = 0;
    snapd.failure = undefined;
    snapd.isBusy = false;
  });

  test('snaps become what their channel has, another revision of one version too, and are reverted to what they were', async () => {
    const step = stepOf(refreshed, change('core22', '20230801 (864)', '20230801 (900)'));
    expect(await only.preview(snap, endpoint.host, step)).toMatchObject({ ok: true, differences: [], reboot: false });
    const done = await on.carryOut(step);
    expect(done.applied).toMatchObject({ outcome: 'installed', changed: [step.changes[1], step.changes[0]] });
    expect(active()).toEqual(['pc 1', 'larder 32', 'core22 900']);
    const again = on.attempt();
    expect(await only.apply(snap, endpoint.host, step, done.files, again.options)).toMatchObject({ changed: [] });
    expect(again.begun).toEqual([]);
    expect(await on.back(done)).toMatchObject({ outcome: 'rolled-back' });
    expect(active()).toEqual(['larder 31', 'core22 864', 'pc 1']);
    expect(snapd.asked).toEqual(['refresh larder', 'refresh core22', 'revert core22 864', 'revert larder 31']);
  });

  test('drift, a hold, a kernel, another offer, and a file that is not here for the way back, are said in words', async () => {
    const refused = (...changes: Parameters<typeof change>) =>
      only.preview(snap, endpoint.host, stepOf(change(...changes)));
    expect(await refused('larder', '1.1', '1.3.0')).toMatchObject({
      why: 'larder is 1.2.0 here, and was 1.1 when the plan was made',
    });
    expect(await refused('larder', '1.2.0', '2.0')).toMatchObject({ why: 'larder 2.0 is not offered any more' });
    expect(await refused('pc', '6', '7')).toMatchObject({ cause: 'vetoed' });
    expect(await refused('pantry', null, '1.0')).toMatchObject({
      why: 'pantry would be installed: what a snap brings along only shows when it is there, so that is left to a person',
    });
    const [larder] = snapd.snaps;
    if (larder !== undefined) larder.hold = '2999-01-01T00:00:00Z';
    expect(await refused('larder', '1.2.0', '1.3.0')).toMatchObject({
      why: 'larder is held on this endpoint (snap refresh --unhold larder)',
    });
    if (larder !== undefined) delete larder.hold;
    endpoint.shell('mv /var/lib/snapd/snaps/larder_31.snap /tmp');
    expect(await on.staged(stepOf(refreshed), on.attempt().staging)).toMatchObject({
      rollback: { class: 'R0', why: ['/var/lib/snapd/snaps/larder_31.snap cannot be read'] },
    });
    endpoint.shell('mv /tmp/larder_31.snap /var/lib/snapd/snaps');
    expect(snapd.asked).toEqual([]);
  });

  test('an application goes with all its revisions and no way back; what others run on does not', async () => {
    snapd.snaps.push({ ...app('larder', '1.1.0', '30'), status: 'installed' });
    expect(await only.preview(snap, endpoint.host, stepOf(change('core22', '20230801', null)))).toMatchObject({
      cause: 'vetoed',
      why: 'core22 is a base, which others run on: that is left to a person',
    });
    const away = stepOf(change('larder', '1.2.0', null));
    expect(await only.preview(snap, endpoint.host, away)).toMatchObject({ ok: true, differences: [] });
    const done = await on.carryOut(away);
    expect(done.files.rollback).toEqual({
      class: 'R0',
      why: ['larder goes with all its revisions: snapd keeps only its data'],
    });
    expect(done.applied).toMatchObject({ outcome: 'installed', changed: [{ package: 'larder', to: null }] });
    expect(snapd.asked).toEqual(['remove larder']);
    expect(snapd.snaps.map(({ name }) => name)).toEqual(['core22', 'pc']);
  });

  test('what snapd cannot do is named by its words, and nothing is begun while it is at work', async () => {
    const step = stepOf(refreshed);
    const files = await on.staged(step, on.attempt().staging);
    const tried = () => only.apply(snap, endpoint.host, step, files, on.attempt().options);
    snapd.isBusy = true;
    expect(await tried()).toMatchObject({ outcome: 'refused', cause: 'lock-held' });
    expect(snapd.asked).toEqual([]);
    snapd.isBusy = false;
    const task = 'cannot perform the following tasks:\n- ';
    for (const [words, cause] of [
      ['Download snap "larder" (32) from channel "latest/stable" (dial tcp: no route to host)', 'install-failed'],
      ['Run post-refresh hook of "larder" snap if present (run hook "post-refresh": exit 7)', 'script-failed'],
      ['Fetch and check assertions for snap "larder" (32) (invalid signature)', 'signature-mismatch'],
    ] as const) {
      snapd.failure = `${task}${words}`;
      const applied = await tried();
      expect(applied).toMatchObject({ outcome: 'failed', cause, changed: [] });
      expect('why' in applied && applied.why).toContain(words.slice(0, 20));
    }
    snapd.failure = `${task}Mount snap "larder" (32) (no space left on device)`;
    expect(await tried()).toMatchObject({ outcome: 'refused', cause: 'disk-full' });
    expect(active()).toContain('larder 31');
  });
});
