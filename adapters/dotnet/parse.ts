// Reads the names of the folders that `dotnet tool install` makes.
import { nuget } from '@suture/core/versions/nuget.ts';

/** NuGet compares names without case; the store writes them in lower case. */
export const isToolName = (text: string): boolean => /^[a-z0-9_][\w.-]{0,99}$/i.test(text);
export const isToolVersion = (text: string): boolean => text.length <= 100 && /^\d/.test(text) && nuget.parse(text).ok;
