// Which vulnerabilities an advisory speaks of, and under which names they go.
import type { Advisory } from './advisory.ts';

const CVE = /^CVE-\d{4}-\d{4,}$/;

/** Bulletins announce an update for many vulnerabilities at once and list them as `related`. */
const BULLETIN = /^(?:ALSA|ALBA|ALEA|RLSA|RLBA|RXSA|RHSA|RHBA|RHEA|DSA|DLA|DTSA|USN|LSN|ELSA|ALAS\w*|SUSE-\w+|openSUSE-\w+|AVG|ASA|FEDORA)-/;

/** Ids that a distribution derives from a CVE: the same name with a prefix, worth no alias of its own. */
const DERIVED = /^(?:DEBIAN|UBUNTU|ALPINE|REDHAT|MINI|ECHO|CGA|CLEANSTART)-/;

export const isCve = (id: string): boolean => CVE.test(id);
export const isBulletin = (id: string): boolean => BULLETIN.test(id);

export interface Identity {
  /** The CVEs it speaks of; its own id where it names none. Never empty. */
  readonly vulnerabilities: readonly string[];
  /** Other names of the one vulnerability; empty where it speaks of several. */
  readonly aliases: readonly string[];
}

export function identityOf(advisory: Pick<Advisory, 'id' | 'aliases' | 'upstream' | 'related'>): Identity {
  if (isCve(advisory.id)) return { vulnerabilities: [advisory.id], aliases: without(advisory.aliases, advisory.id) };
  const listed = isBulletin(advisory.id)
    ? [...advisory.aliases, ...advisory.upstream, ...advisory.related].filter(isCve)
    : advisory.upstream.filter(isCve);
  const alias = isBulletin(advisory.id) ? undefined : advisory.aliases.find(isCve);
  if (alias !== undefined) {
    return { vulnerabilities: [alias], aliases: without([advisory.id, ...advisory.aliases], alias) };
  }
  const cves = [...new Set(listed)];
  if (cves.length > 1) return { vulnerabilities: cves, aliases: [] };
  const [only] = cves;
  if (only === undefined) return { vulnerabilities: [advisory.id], aliases: without(advisory.aliases, advisory.id) };
  const own = isBulletin(advisory.id) || DERIVED.test(advisory.id) ? [] : [advisory.id];
  return { vulnerabilities: [only], aliases: without([...own, ...advisory.aliases], only) };
}

const without = (names: readonly string[], id: string): readonly string[] => [...new Set(names)].filter((name) => name !== id);
