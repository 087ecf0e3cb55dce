// Follows every import below a folder and says which cross a boundary.
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import type { Boundary } from './boundaries.ts';

/** `modules` are paths from `base`; a violation names the boundary, its reason and both ends. */
export interface Cruised {
  readonly modules: readonly string[];
  readonly violations: readonly { readonly boundary: string; readonly text: string }[];
}

/** Cruises the folders and files given, as paths from `base`. */
export async function cruiseBoundaries(
  base: string,
  folders: readonly string[],
  boundaries: readonly Boundary[],
): Promise<Cruised> {
  const { output } = await cruise(
    [...folders],
    {
      baseDir: base,
      validate: true,
      ruleSet: {
        forbidden: boundaries.map(
          ({ name, reason, from, to }) =>
            ({ name, comment: reason, severity: 'error', from, to }) as IForbiddenRuleType,
        ),
      },
      doNotFollow: { path: 'node_modules' },
      exclude: { path: String.raw`(^|/)\.build/` },
      tsPreCompilationDeps: true,
    },
    { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  );
  if (typeof output === 'string') throw new Error('dependency-cruiser gave a report where a result was expected');
  const { modules, summary }: ICruiseResult = output;
  return {
    modules: modules.map(({ source }) => source),
    violations: summary.violations.map(({ rule, from, to }) => ({
      boundary: rule.name,
      text: `${from} may not import ${to}: ${boundaries.find(({ name }) => name === rule.name)?.reason} (${rule.name})`,
    })),
  };
}
