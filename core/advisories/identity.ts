// Which vulnerabilities an advisory speaks of, and under which names they go.
import type { Advisory } from './advisory.ts';

const CVE = /^CVE-\d{4}-\d{4,}$/;

/** Bulletins announce an update, for many vulnerabilities at once, which they list as `related` or `upstream`. */
const BULLETIN =
  /^(?:ALSA|ALBA|ALEA|RLSA|RLBA|RLEA|RXSA|RHSA|RHBA|RHEA|DSA|DLA|DTSA|ELA|USN|LSN|ELSA|ALAS\w*|SUSE-\w+|openSUSE-\w+|MGASA|OESA|PHSA|AVG|ASA|FEDORA)-/;

/** `DEBIAN-CVE-2024-1234`, `UBUNTU-CVE-…`: a distribution's record on a CVE, whose name it carries. */
const DERIVED = /^[A-Za-z]+-(CVE-\d{4}-\d{4,})$/;

export const isCve = (id: string): boolean => CVE.test(id);
export const isBulletin = (id: string): boolean => BULLETIN.test(id);

export interface Identity {
  /** The CVEs it speaks of; its own id where it names none. Never empty. */
  readonly vulnerabilities: readonly string[];
  /** Other names of the one vulnerability; empty where it speaks of several. */
  readonly aliases: readonly string[];
}

export function identityOf(advisory: Pick<Advisory, 'id' | 'aliases' | 'upstream' | 'related'>): Identity {
  return isBulletin(advisory.id) ? identityOfBulletin(advisory) : identityOfRecord(advisory);
}

function identityOfBulletin({ id, aliases, upstream, related }: Parameters<typeof identityOf>[0]): Identity {
  const cves = [...new Set([...aliases, ...upstream, ...related].filter(isCve))];
  const [only, another] = cves;
  if (another !== undefined) return { vulnerabilities: cves, aliases: [] };
  // The bulletin's own id names an update, which is no other name of the vulnerability.
  return one(only ?? id, aliases);
}

/** `related` is left out: it names other vulnerabilities that a reader may want to see. */
function identityOfRecord({ id, aliases, upstream }: Parameters<typeof identityOf>[0]): Identity {
  if (isCve(id)) return one(id, aliases);
  const derivedFrom = DERIVED.exec(id)?.[1];
  if (derivedFrom !== undefined) return one(derivedFrom, aliases);
  const alias = aliases.find(isCve);
  if (alias !== undefined) return one(alias, [id, ...aliases]);
  const cves = [...new Set(upstream.filter(isCve))];
  const [only, another] = cves;
  return another === undefined ? one(only ?? id, [id, ...aliases]) : { vulnerabilities: cves, aliases: [] };
}

const one = (id: string, names: readonly string[]): Identity => ({
  vulnerabilities: [id],
  aliases: [...new Set(names)].filter((name) => name !== id),
});
