// rpm module streams: only the summary of an erratum says which stream its modular builds belong to.

/** `.module+el8.9.0+…`, `.module_el8.9.0+…` in a version: the build is part of a module. */
export const isModuleBuild = (version: string): boolean => version.includes('.module+') || version.includes('.module_');

/**
 * The streams a summary names: `Moderate: virt:rhel and virt-devel:rhel security update` names `virt:rhel` and
 * `virt-devel:rhel`. Empty where it names none, as `Important: varnish security update`.
 */
export function moduleStreams(summary: string): readonly string[] {
  const words = summary.split(/[\s,/()]+/, 40);
  return [...new Set(words.filter((word) => word.length <= 100 && STREAM.test(word) && !ERRATUM.test(word)))];
}

const STREAM = /^[A-Za-z0-9][A-Za-z0-9_.+-]*:[A-Za-z0-9][A-Za-z0-9_.+-]*$/;

/** `ALSA-2022:5468`: an erratum's own number looks like a stream. */
const ERRATUM = /^[A-Z]{2}[SBE]A-\d{4}:\d+$/;
