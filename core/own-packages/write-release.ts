// Writes a release as it is signed: what `readRelease` reads again.
import type { Detection, Release } from './release.ts';

/** As it is signed: what `readRelease` reads again, without members that are undefined. Canonical JSON makes bytes of it. */
export function writeRelease(release: Release): unknown {
  const { requires, supersedes, installers, ...rest } = release;
  return dropUndefined({
    ...rest,
    requires,
    supersedes,
    installers: installers.map(({ fits, detect, ...each }) => ({
      ...('steps' in each
        ? (({ steps, ...others }) => ({ ...others, install: steps.map(({ does, ...step }) => ({ [does]: step })) }))(
            each,
          )
        : each),
      ...fits,
      detect: writeDetection(detect),
    })),
  });
}

function writeDetection(detect: Detection): unknown {
  switch (detect.by) {
    case 'package':
      return { package: detect.name };
    case 'file':
      return { file: detect.path };
    case 'program':
      return { program: detect.name, publisher: detect.publisher };
    case 'receipt':
      return { receipt: detect.id };
  }
}

const dropUndefined = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
