// Where a person reads about a vulnerability, by the kind of its id.

export interface AdvisorySource {
  readonly name: string;
  readonly url: string;
}

export function advisorySource(id: string): AdvisorySource {
  const name = encodeURIComponent(id.toWellFormed());
  if (/^CVE-\d/.test(id)) return { name: 'CVE Program', url: `https://www.cve.org/CVERecord?id=${name}` };
  if (id.startsWith('GHSA-')) return { name: 'GitHub Advisory Database', url: `https://github.com/advisories/${name}` };
  if (/^ADV\d/.test(id)) return { name: 'MSRC', url: `https://msrc.microsoft.com/update-guide/advisory/${name}` };
  return { name: 'OSV', url: `https://osv.dev/vulnerability/${name}` };
}
