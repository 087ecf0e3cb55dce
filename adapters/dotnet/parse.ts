// Reads the names of the folders that `dotnet tool install` makes, and what `dotnet tool search` prints.
import { withoutEscapes } from '../ask.ts';
import { nuget } from '@suture/core/versions/nuget.ts';

/** NuGet compares names without case; the store writes them in lower case. */
export const isToolName = (text: string): boolean => /^[a-z0-9_][\w.-]{0,99}$/i.test(text);
export const isToolVersion = (text: string): boolean => text.length <= 100 && /^\d/.test(text) && nuget.parse(text).ok;

/** Far more than are asked for. */
const mostFound = 1_000;

/** The version of that very tool in the table of what was found, which has two spaces or more between columns; ids have no case. */
export function parseFound(text: string, name: string): string | undefined {
  for (const line of withoutEscapes(text).split('\n', mostFound)) {
    const [, id = '', version = ''] = /^(\S{1,100}) {2,}(\S{1,100})(?: {2}|\s*$)/.exec(line) ?? [];
    if (id.toLowerCase() === name.toLowerCase() && isToolVersion(version)) return version;
  }
  return undefined;
}
