// Installers of Windows for the lab: an msi by wixl, and a program of Wine's that writes what Windows lists of it.
import { readFile } from 'node:fs/promises';
import type { Host } from './host.ts';

/** Of the product in this version; another one for each, as Windows Installer wants it. */
export const productCode = (version: string): string =>
  `{6A0D5C1E-3B7A-4B54-9A57-0F1B2C3D${version.replaceAll('.', '0').slice(0, 4).padEnd(4, '0')}}`;

const wxs = (version: string): string => `<?xml version="1.0" encoding="utf-8"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
  <Product Id="${productCode(version)}" Name="Lab Notes" Language="1033" Version="${version}" Manufacturer="Lab"
      UpgradeCode="{0B1D5C1E-3B7A-4B54-9A57-0F1B2C3D4E50}">
    <Package InstallerVersion="200" Compressed="yes" InstallScope="perMachine"/>
    <MajorUpgrade DowngradeErrorMessage="A newer version is there."/>
    <Media Id="1" Cabinet="notes.cab" EmbedCab="yes"/>
    <Directory Id="TARGETDIR" Name="SourceDir"><Directory Id="ProgramFilesFolder"><Directory Id="INSTALLDIR" Name="LabNotes">
      <Component Id="Main" Guid="{1B1D5C1E-3B7A-4B54-9A57-0F1B2C3D4E51}">
        <File Id="F" Name="notes.txt" Source="notes.txt" KeyPath="yes"/>
      </Component>
    </Directory></Directory></Directory>
    <Feature Id="All" Level="1"><ComponentRef Id="Main"/></Feature>
  </Product>
</Wix>`;

/** The msi's bytes; made on the host, which has wixl. */
export async function notesMsi(host: Host, version: string): Promise<Buffer> {
  const script = `mkdir -p /tmp/msi; cd /tmp/msi; printf %s "$1" > notes.wxs; printf %s "$2" > notes.txt; wixl -o notes.msi notes.wxs`;
  const { code, said } = await host.exec('sh', '-euc', script, 'sh', wxs(version), `notes ${version}`);
  if (code !== 0) throw new Error(`no msi could be made: ${said}`);
  return readFile(`/proc/${host.pid()}/root/tmp/msi/notes.msi`);
}

/** For reg.exe: what Windows lists of a program. */
export const listed = (name: string, version: string): string => `Windows Registry Editor Version 5.00

[HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\${name}]
"DisplayName"="${name}"
"DisplayVersion"="${version}"
"Publisher"="Lab"
`;
