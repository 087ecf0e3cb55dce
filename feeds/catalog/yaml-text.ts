// YAML as people write it into files of their own: bounded, without aliases, its faults in one line.
import { parse } from 'yaml';

const MOST_YAML_BYTES = 16_000_000;

/** Never throws. */
export function readYaml(
  text: string,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly why: string } {
  if (text.length > MOST_YAML_BYTES) return { ok: false, why: `it is longer than ${MOST_YAML_BYTES / 1e6} MB` };
  try {
    return { ok: true, value: parse(text, { maxAliasCount: 0 }) as unknown };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error) };
  }
}
