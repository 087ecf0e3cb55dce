// Whether what was taken on may begin now: asked at the last moment before anything is changed, each time anew.
import { START_MS } from './limits.ts';
import { openStart, type DispatchStatement } from './statements.ts';
import { inTime, refuse, type Refused, type Trust } from './verify-dispatch.ts';

/** Names of a job in both statements: all have to be the same. */
const same = ['organisation', 'endpoint', 'deployment', 'plan', 'attempt', 'dispatch', 'epoch'] as const;

/**
 * Judges a start token against the dispatch that `verifyDispatch` let through. `veto`: what the machine's own policy says now.
 * `now`: as there. Never throws.
 */
export function verifyStart(
  token: unknown,
  dispatch: DispatchStatement,
  trust: Pick<Trust, 'serverKeys'>,
  veto: string | undefined,
  now: number,
): { readonly ok: true; readonly expiresAt: number } | Refused {
  const signed = openStart(token, trust.serverKeys);
  if (!signed.ok) return refuse(signed.cause === 'malformed' ? 'malformed' : 'unsigned', signed.why);
  const { payload: start } = signed;
  const other = same.find((name) => start[name] !== dispatch[name]);
  if (other !== undefined) return refuse('other-job', `it lets another ${other} begin`);
  const timely = inTime(start, START_MS, now);
  if (timely !== undefined) return timely;
  if (Date.parse(dispatch.expiresAt) <= now) return refuse('expired', 'the dispatch has expired');
  const isOpen = dispatch.windows.some(({ from, to }) => Date.parse(from) <= now && now < Date.parse(to));
  if (dispatch.does === 'install' && !isOpen && start.outsideWindows === undefined) {
    return refuse('outside-window', 'no maintenance window is open');
  }
  if (veto !== undefined) return refuse('vetoed', veto);
  return { ok: true, expiresAt: Math.min(Date.parse(start.expiresAt), Date.parse(dispatch.expiresAt)) };
}
