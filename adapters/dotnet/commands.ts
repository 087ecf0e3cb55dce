// The command the dotnet adapter runs: what is installed is read from folders, what is newer is asked of NuGet.
// Source: https://learn.microsoft.com/dotnet/core/tools/dotnet-tool-search.
import type { ReadOnlyCommand } from '../adapter.ts';
import type { Command } from '../host.ts';

const begins = ['dotnet', 'tool', 'search', '--take', '20'] as const;

/** It asks nuget.org alone, and ends with 0 where it was not allowed to: what it does not name it has not answered for. */
export const newestOf = (name: string): Command => ({
  argv: [...begins, name],
  timeoutMs: 60_000,
  maxOutputBytes: 1 << 20,
  env: {
    DOTNET_NOLOGO: '1',
    DOTNET_CLI_TELEMETRY_OPTOUT: '1',
    DOTNET_GENERATE_ASPNET_CERTIFICATE: 'false',
    DOTNET_CLI_UI_LANGUAGE: 'en',
  },
});

export const readOnlyCommands: readonly ReadOnlyCommand[] = [{ begins, options: [] }];
