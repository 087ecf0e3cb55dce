// Two devices alike in one machine, on a daemon that only says it has written one: the other is left as it is.
import { expect, test } from 'vitest';
import { change, stepOf } from '../../attempt.fixture.ts';
import * as only from '../../execute-step.ts';
import type { StagedFile } from '../../execution.ts';
import type { InstallingHost } from '../../host.ts';
import { fwupd } from '../index.ts';

const [first, second] = ['1'.repeat(40), '2'.repeat(40)];
const sha256 = 'ab'.repeat(32);
const archive = (device: string): string => `/staging/new/${device}.cab`;
const staged = (name: string, device: string): StagedFile => ({
  package: name,
  architecture: device,
  version: '3.2',
  path: archive(device),
  bytes: 4096,
  sha256,
});

/** `becomes`: what a device runs once it was written; fwupd says in any case that all went well. */
function machine(becomes: Readonly<Record<string, string>>) {
  const runs = new Map([first, second].map((id) => [id, '3.1']));
  const written: string[] = [];
  const devices = (): string =>
    JSON.stringify({
      Devices: [...runs].map(([DeviceId, Version]) => ({
        Name: 'Dock',
        Vendor: 'Acme',
        DeviceId,
        Version,
        Plugin: 'dock',
        Flags: ['updatable', 'supported'],
        Releases: [{ Version: '3.2', Flags: ['trusted-payload', 'is-upgrade'], Size: 4096, Locations: ['./dock.cab'] }],
      })),
    });
  const host: InstallingHost = {
    async run({ argv }) {
      const files = argv.filter((each) => each.endsWith('.cab'));
      const stdout =
        argv[0] === 'fwupdmgr'
          ? devices()
          : argv[0] === 'sha256sum'
            ? files.map((path) => `${sha256}  ${path}\n`).join('')
            : '';
      return { kind: 'exited', code: 0, stdout, stderr: '', truncated: false };
    },
    async install({ argv }) {
      const device = argv.at(-1) ?? '';
      written.push(device);
      runs.set(device, becomes[device] ?? '3.1');
      return { kind: 'ended', code: 0, output: '{ "Devices" : [] }\n', overdue: false };
    },
    readFile: async () => ({ kind: 'missing' }),
    listDirectory: async () => undefined,
    readLink: async () => undefined,
    exists: async () => false,
  };
  const step = stepOf(change('Acme Dock', '3.1', '3.2'), change('Acme Dock #2', '3.1', '3.2'));
  const files = [staged('Acme Dock', first), staged('Acme Dock #2', second)];
  const options = { staging: '/staging', name: 'job', lockWaitMs: 0, overdueMs: 1_000, begin: async () => undefined };
  return {
    written,
    apply: () => only.apply(fwupd, host, step, { ok: true, files, rollback: { class: 'R0', why: [] } }, options),
  };
}

test('the second is written once the first runs what the plan says', async () => {
  const { apply, written } = machine({ [first]: '3.2', [second]: '3.2' });
  expect(await apply()).toMatchObject({ outcome: 'installed', changed: [{ to: '3.2' }, { to: '3.2' }] });
  expect(written).toEqual([first, second]);
});

test.each([
  ['the same as before', {}, 'Acme Dock was to run 3.2 and does not, but 3.1, after it was written'],
  ['another version', { [first]: '2.0' }, 'Acme Dock was to run 3.2 and does not, but 2.0, after it was written'],
])(
  'where the first runs %s, the second is not written, although fwupd says that all went well',
  async (_, becomes, says) => {
    const { apply, written } = machine(becomes);
    expect(await apply()).toMatchObject({
      outcome: 'failed',
      cause: 'versions-differ',
      transcript: { decisive: [expect.stringContaining(says)] },
    });
    expect(written).toEqual([first]);
  },
);
