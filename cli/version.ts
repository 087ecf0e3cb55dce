// The version of this Suture, from the workspace's own package.json.
import manifest from './package.json' with { type: 'json' };

export const version: string = manifest.version;
