// What cannot be written is known before anything is unpacked.
import { expect, test } from 'vitest';
import type { Host } from '@suture/adapters/host.ts';
import { whyReadOnly } from './read-only.ts';

const hostOf = (files: Readonly<Record<string, string>>): Host =>
  ({
    readFile: async (path: string) => {
      const text = files[path];
      return text === undefined ? { kind: 'missing' } : { kind: 'text', text, truncated: false };
    },
    listDirectory: async (folder: string) =>
      Object.keys(files).flatMap((path) => (path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : [])),
  }) as unknown as Host;

const whole = '/dev/vda1 / ext4 rw,relatime 0 0\nproc /proc proc rw 0 0\n';
const shut = `${whole}/dev/vda2 /usr ext4 ro,relatime 0 0\n`;
const hook = 'DPkg::Pre-Invoke {\n  "mount -o remount,rw /usr";\n};\n';

test.each<[string, string, Readonly<Record<string, string>>, string | undefined]>([
  ['a machine as usual', 'apt', { '/proc/1/mounts': whole }, undefined],
  ['/usr of its own that is shut', 'apt', { '/proc/1/mounts': shut }, '/usr is mounted read-only'],
  ['the whole of it shut', 'dnf', { '/proc/1/mounts': '/dev/vda1 / ext4 ro 0 0\n' }, '/usr is mounted read-only'],
  [
    'the whole of it shut but /var',
    'dnf',
    { '/proc/1/mounts': '/dev/vda1 / ext4 ro 0 0\nx /var ext4 rw 0 0\n' },
    '/usr',
  ],
  ['opened by a later mount', 'apt', { '/proc/1/mounts': `${shut}/dev/vda2 /usr ext4 rw 0 0\n` }, undefined],
  ['shut by a later mount', 'apt', { '/proc/1/mounts': `${shut}x /var ext4 ro 0 0\n` }, '/usr'],
  ['apt that opens it', 'apt', { '/proc/1/mounts': shut, '/etc/apt/apt.conf.d/80remount': hook }, undefined],
  ['what keeps to places of its own', 'flatpak', { '/proc/1/mounts': shut }, undefined],
  ['mounts that nobody can read', 'apt', {}, undefined],
  ['mounts that are none', 'apt', { '/proc/1/mounts': 'a\nb c\n\0' }, undefined],
])('%s', async (_, adapter, files, said) => {
  const why = await whyReadOnly(hostOf(files), adapter);
  if (said === undefined) expect(why).toBeUndefined();
  else expect(why).toContain(said);
});
