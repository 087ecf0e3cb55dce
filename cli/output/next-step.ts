// The one command a person should run after reading a scan.
import type { ScanDocument } from '../scan-document.ts';

const MOST_NAMES = 6;

export function nextStep(document: ScanDocument): string {
  if (document.feeds.length === 0 && document.findings.length === 0) return 'suture db update';
  const first = document.patches[0];
  if (first === undefined) return document.findings.length > 0 ? 'suture scan --all' : 'suture db status';
  if (document.endpoint.inventory === 'this machine' && first.offered === 'yes') {
    const urgent = document.patches.filter(({ offered, due }) => offered === 'yes' && due === first.due);
    const names = urgent.flatMap(({ packages }) => packages.filter((name) => document.updates.some((update) => update.package === name)));
    if (names.length > 0 && names.length <= MOST_NAMES) return `apt-get install --only-upgrade ${names.join(' ')}`;
    return `suture why ${first.source}`;
  }
  return `suture why ${first.closes[0] ?? first.source}`;
}
