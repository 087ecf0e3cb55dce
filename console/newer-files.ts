// After the server was renewed, files that an open page still wants are gone: it is loaded anew, by itself and once.
const KEPT = 'suture.renewed';
/** What fails again so soon is not for want of newer files. */
const AGAIN_MS = 60_000;

/** True where the page is loaded anew. */
export function renewed(now: number): boolean {
  const last = Number(sessionStorage.getItem(KEPT) ?? Number.NEGATIVE_INFINITY);
  if (now - last < AGAIN_MS) return false;
  sessionStorage.setItem(KEPT, String(now));
  window.location.reload();
  return true;
}
