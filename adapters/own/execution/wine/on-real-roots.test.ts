// An msi and an exe under Wine, started by Windows' own Node: the arguments do what they say, and codes come over whole.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { meaningOf } from '@suture/core/own-packages/exit-codes.ts';
import type { Argv } from '../../../manager.ts';
import { startEndpoint, whyNoEndpoint, type LabEndpoint } from '../../../lab-endpoint.fixture.ts';
import { msi } from '../foreign.fixture.ts';
import { installForeign, removeForeign } from '../foreign-commands.ts';

/** Makes an msi; no dependency of this repository. */
const maker = 'wixl';
const missing =
  whyNoEndpoint('wine') ??
  (spawnSync(maker, ['--version']).status === 0 ? undefined : 'wixl, which makes an msi, is not here');

/** By node.exe, as an agent of Windows starts programs. Under Wine it cannot write to a pipe. */
const RUN = `const { spawnSync } = require('child_process'), fs = require('fs'), { resolve } = require('path');
const [, , asked, answer] = process.argv, [program, ...args] = JSON.parse(fs.readFileSync(asked, 'utf8'));
fs.writeFileSync(answer, String(spawnSync(resolve('C:\\\\', program), args, { stdio: 'ignore' }).status));`;

const PRODUCT = `<?xml version="1.0" encoding="utf-8"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
  <Product Id="${msi.productCode}" Name="Lab Notes" Language="1033" Version="1.2.0" Manufacturer="Examplix"
      UpgradeCode="{0B1D5C1E-3B7A-4B54-9A57-0F1B2C3D4E50}">
    <Package InstallerVersion="200" Compressed="yes" InstallScope="perMachine"/>
    <Media Id="1" Cabinet="notes.cab" EmbedCab="yes"/>
    <Directory Id="TARGETDIR" Name="SourceDir"><Directory Id="ProgramFilesFolder"><Directory Id="INSTALLDIR" Name="LabNotes">
      <Component Id="Main" Guid="{1B1D5C1E-3B7A-4B54-9A57-0F1B2C3D4E51}">
        <File Id="F" Name="notes.txt" Source="notes.txt" KeyPath="yes"/>
      </Component>
    </Directory></Directory></Directory>
    <Feature Id="All" Level="1"><ComponentRef Id="Main"/></Feature>
  </Product>
</Wix>`;

describe.skipIf(missing !== undefined)(
  `under Wine${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  { timeout: 120_000 },
  () => {
    let endpoint: LabEndpoint;
    const windows = (name: string): string => `Z:${endpoint.folder.replaceAll('/', '\\')}\\${name}`;
    const run = (argv: Argv | undefined): number => {
      writeFileSync(join(endpoint.folder, 'asked.json'), JSON.stringify(argv));
      endpoint.shell(`winnode '${windows('run.js')}' '${windows('asked.json')}' '${windows('answer')}'`);
      return Number(readFileSync(join(endpoint.folder, 'answer'), 'utf8'));
    };
    const installedFiles = (): string => endpoint.shell('find /root/.wine/drive_c -name notes.txt');

    beforeAll(() => {
      endpoint = startEndpoint('suture-own-wine', { base: 'wine' });
      writeFileSync(join(endpoint.folder, 'run.js'), RUN);
      const made = mkdtempSync(join(tmpdir(), 'suture-msi-'));
      try {
        writeFileSync(join(made, 'notes.wxs'), PRODUCT);
        writeFileSync(join(made, 'notes.txt'), 'notes');
        execFileSync(maker, ['-o', join(endpoint.folder, 'notes.msi'), 'notes.wxs'], { cwd: made, stdio: 'ignore' });
      } finally {
        rmSync(made, { recursive: true, force: true });
      }
    }, 120_000);
    afterAll(() => endpoint?.stop());

    test('an msi comes, and goes; what is not there any more is gone already', () => {
      expect(meaningOf(msi, run(installForeign(msi, windows('notes.msi'))))).toBe('done');
      expect(installedFiles()).toContain('LabNotes/notes.txt');
      expect(meaningOf(msi, run(removeForeign(msi)))).toBe('done');
      expect(installedFiles()).toBe('');
      expect(meaningOf(msi, run(removeForeign(msi)))).toBe('there-already');
      expect(meaningOf(msi, run(installForeign(msi, windows('missing.msi'))))).toBe('failed');
    });

    test('an exe’s code is more than eight bits, and means what its release says', () => {
      const { kind: _, arguments: __, productCode: ___, ...common } = msi;
      const exitCodes = [{ code: 3010, means: 'done-reboot' }] as const;
      const exe = {
        ...common,
        kind: 'exe',
        exitCodes,
        arguments: ['-e', 'process.exit(3010)'],
        uninstall: undefined,
      } as const;
      expect(meaningOf(exe, run(installForeign(exe, 'Z:\\opt\\node\\node.exe')))).toBe('done-reboot');
    });
  },
);
