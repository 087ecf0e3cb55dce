// Every command of the windows-update adapter: three fixed PowerShell scripts over the Windows Update Agent's COM API.
// They search and read; none downloads, hides, accepts or installs anything.
// Source: https://learn.microsoft.com/windows/win32/wua_sdk (IUpdateSearcher, IUpdate, IUpdate3, ISystemInformation).
import type { ReadOnlyCommand } from '../adapter.ts';
import { powershell } from '../windows.ts';

/** There wherever the Windows Update Agent is. */
export const agentLibrary = '/Windows/System32/wuapi.dll';

/** One update as a record. Classifications are ids, as their names are in the machine's language. */
const record = [
  "$day = { param($d) if ($d) { $d.ToString('yyyy-MM-dd', [Globalization.CultureInfo]::InvariantCulture) } }",
  `$read = { param($u) [ordered]@{ ${[
    'id = $u.Identity.UpdateID',
    'revision = $u.Identity.RevisionNumber',
    'title = $u.Title',
    'type = [int]$u.Type',
    'kb = @($u.KBArticleIDs)',
    'cves = @($u.CveIDs)',
    'severity = $u.MsrcSeverity',
    'categories = @($u.Categories | ForEach-Object { $_.CategoryID })',
    'supersedes = @($u.SupersededUpdateIDs)',
    'bytes = [long]$u.MaxDownloadSize',
    'hidden = [bool]$u.IsHidden',
    'accepted = [bool]$u.EulaAccepted',
    'asks = [bool]$u.InstallationBehavior.CanRequestUserInput',
    'reboot = [int]$u.InstallationBehavior.RebootBehavior',
    'pending = [bool]$u.RebootRequired',
    'removable = [bool]$u.IsUninstallable',
    'driver = $u.DriverModel',
    'driverDate = (& $day $u.DriverVerDate)',
    'published = (& $day $u.LastDeploymentChangeTime)',
  ].join('; ')} } }`,
];

const search = (criteria: string, online: boolean): readonly string[] => [
  ...record,
  '$session = New-Object -ComObject Microsoft.Update.Session',
  "$session.ClientApplicationID = 'Suture'",
  '$searcher = $session.CreateUpdateSearcher()',
  `$searcher.Online = $${online}`,
  `$found = $searcher.Search('${criteria}')`,
];

const version = [
  "$v = Get-ItemProperty -LiteralPath 'HKLM:\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion'",
  `$system = [ordered]@{ ${[
    'product = $v.ProductName',
    'edition = $v.EditionID',
    'release = $v.DisplayVersion',
    'build = $v.CurrentBuild',
    'revision = $v.UBR',
    'installation = $v.InstallationType',
    'architecture = [string]$env:PROCESSOR_ARCHITECTURE',
  ].join('; ')} }`,
];

/** By the list of the last search, as each asks the service for minutes otherwise. */
export const listInstalled = powershell(
  [
    ...version,
    ...search('IsInstalled=1', false),
    '[ordered]@{ system = $system; result = [int]$found.ResultCode; updates = @($found.Updates | ForEach-Object { & $read $_ }) } | ConvertTo-Json -Depth 5 -Compress',
  ],
  300,
);

/** Asks the update service that the machine is set to: Microsoft's, or its own. Hidden ones are among the answers. */
export const findUpdates = powershell(
  [
    ...version,
    ...search('IsInstalled=0', true),
    "$cost = 'unknown'",
    "try { $cost = [string][Windows.Networking.Connectivity.NetworkInformation,Windows,ContentType=WindowsRuntime]::GetInternetConnectionProfile().GetConnectionCost().NetworkCostType } catch { $cost = 'unknown' }",
    '[ordered]@{ system = $system; result = [int]$found.ResultCode; connection = $cost; updates = @($found.Updates | ForEach-Object { & $read $_ }) } | ConvertTo-Json -Depth 5 -Compress',
  ],
  590,
);

export const rebootState = powershell(
  [
    '$pending = { param($key, $name) $k = Get-Item -LiteralPath $key -ErrorAction SilentlyContinue; if ($name) { $k -ne $null -and $k.GetValue($name) -ne $null } else { $k -ne $null } }',
    `[ordered]@{ ${[
      'updates = [bool](New-Object -ComObject Microsoft.Update.SystemInfo).RebootRequired',
      "servicing = (& $pending 'HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\RebootPending')",
      "renames = (& $pending 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Session Manager' 'PendingFileRenameOperations')",
    ].join('; ')} } | ConvertTo-Json -Compress`,
  ],
  60,
);

export const readOnlyCommands: readonly ReadOnlyCommand[] = [listInstalled, findUpdates, rebootState].map(
  ({ argv }) => ({ begins: argv, options: [] }),
);
