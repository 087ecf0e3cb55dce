// The agent on Windows: the text of a scheduled task that starts with the system. Registered under Wine, and not tried on Windows yet.

/**
 * A task for `schtasks /create /xml`, in UTF-16 when it is written to a file. Not a service: those have to answer the service
 * control manager, which Node does not. Runs as the system, which starts the executor itself (docs/decisions/agent-on-windows.md),
 * and again a minute after it ended. The paths: of node.exe, the program, and a folder that only the system may write.
 */
export function windowsTask(node: string, program: string, folder: string): string {
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <Triggers>
    <BootTrigger>
      <Enabled>true</Enabled>
    </BootTrigger>
  </Triggers>
  <Principals>
    <Principal id="agent">
      <UserId>S-1-5-18</UserId>
      <RunLevel>HighestAvailable</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>8</Priority>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>999</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="agent">
    <Exec>
      <Command>${escaped(node)}</Command>
      <Arguments>${escaped([program, 'run', '--state', folder].map(quoted).join(' '))}</Arguments>
    </Exec>
  </Actions>
</Task>
`;
}

/** As CommandLineToArgvW reads it; a path holds no quotation mark, and a backslash at the end would quote ours. */
const quoted = (text: string): string => `"${text.replace(/\\+$/, (slashes) => slashes + slashes)}"`;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
