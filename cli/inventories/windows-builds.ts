// Reads Windows machines given on the command line as PRODUCT=BUILD.
import type { Inventory } from '@suture/core/packages/package.ts';
import { buildPurl } from '@suture/core/packages/purl.ts';
import { collect, quote } from './collection.ts';

/**
 * PRODUCT is MSRC's product id (`10816`) or its name (`Windows Server 2016`), which the database resolves; BUILD is
 * Windows' version, `10.0.14393.5006`. Several pairs are several machines' systems in one inventory.
 */
export function readWindowsBuilds(pairs: readonly string[]): Inventory {
  const found = collect();
  for (const pair of pairs) {
    const equals = pair.lastIndexOf('=');
    const name = pair.slice(0, Math.max(equals, 0)).trim();
    const version = pair.slice(equals + 1).trim();
    if (name === '' || name.length > 200 || hasControls(name)) {
      found.problem(`${quote(pair)} does not read as PRODUCT=BUILD, such as 10816=10.0.14393.5006`);
    } else if (!/^\d{1,10}(\.\d{1,10}){1,3}$/.test(version)) {
      found.problem(`${quote(version)} is no Windows build, such as 10.0.14393.5006; "ver" or winver shows it`);
    } else {
      found.add({
        purl: buildPurl({ type: 'generic', namespace: 'microsoft', name, version }),
        ecosystem: 'Windows',
        name,
        version,
        arch: undefined,
        source: { name, version },
      });
    }
  }
  return found.finish('--windows-build');
}

const hasControls = (text: string): boolean => /[\u0000-\u001f\u007f-\u009f]/.test(text);
