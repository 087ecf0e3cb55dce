// `suture firmware` on recorded machines.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Host } from '@suture/adapters/host.ts';
import { readRecording } from '@suture/adapters/recorded-host.ts';
import type { Context } from '../context.ts';
import { firmware } from './firmware-run.ts';
import type { ListOptions } from './server-options.ts';

/** The machines that were recorded were not asked for their host security id: they answer as a virtual one does. */
function recorded(name: string): Host {
  const host = readRecording(join(import.meta.dirname, '..', '..', 'adapters', 'fwupd', 'recordings', name));
  const stdout = '{"Error":{"Domain":"FwupdError","Code":10,"Message":"HSI unavailable for unprivileged hypervisor"}}';
  const security = { kind: 'exited', code: 0, stdout, stderr: '', truncated: false } as const;
  return { ...host, run: async (command) => (command.argv.includes('security') ? security : host.run(command)) };
}

async function printed(name: string, options: ListOptions = {}): Promise<string> {
  let out = '';
  const stdout = { write: (text: string) => void (out += text) };
  await firmware(options, { stdout } as unknown as Context, recorded(name));
  return out;
}

describe('suture firmware', () => {
  test('what closes something stands first, with what it asks for', async () => {
    const out = await printed('twelve-devices');
    const lines = out.split('\n');
    const rows = lines.slice(lines.findIndex((line) => line.startsWith('device')) + 1);
    expect(rows[0]).toMatch(/CVE-\d{4}-\d+/);
    const ssd = rows.find((row) => row.includes('SSD 870 EVO'));
    expect(ssd).toContain('SVT03B6Q');
    expect(ssd).toContain('a reboot');
    expect(out).toContain('The host security id is not known: fwupd says: HSI unavailable');
    expect(lines[0]).toMatch(/^\d+ devices; newer firmware for 4, of which 3 say what it fixes\.$/);
  });

  test('as JSON, a device that has nothing newer says so', async () => {
    const { schema, items } = JSON.parse(await printed('twelve-devices', { json: true }));
    expect(schema).toBe('suture.firmware/1');
    expect(items.filter(({ newest }: { newest: string | null }) => newest !== null)).toHaveLength(4);
  });

  test('where the daemon does not answer, that is an error and no empty list', async () => {
    await expect(printed('daemon-masked')).rejects.toThrow(/^the firmware of this machine is not known: /);
  });
});
