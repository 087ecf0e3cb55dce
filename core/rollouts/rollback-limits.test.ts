// For which packages a rollback is not offered.
import { expect, test } from 'vitest';
import { whyNotTakenBack } from './rollback-limits.ts';

const change = (name: string) => ({ package: name, architecture: null, from: '1', to: '2' });

test.each([
  'linux-image-amd64',
  'linux-image-6.1.0-26-amd64',
  'kernel-core',
  'kernel-default',
  'kernel',
  'linux',
  'linux-lts',
  'grub-efi-amd64',
  'shim-signed',
])('%s is not offered to go back, nor what goes with it', (name) => {
  expect(whyNotTakenBack([change('nginx'), change(name)])).toContain(`${name} is a kernel or boot loader`);
});

test.each([
  'nginx',
  'libc6',
  'linux-headers-amd64',
  'linux-libc-dev',
  'kernel-headers',
  'kernel-tools',
  'linux-firmware',
  'lab-kernel',
])('%s is', (name) => {
  expect(whyNotTakenBack([change(name)])).toBeUndefined();
});
