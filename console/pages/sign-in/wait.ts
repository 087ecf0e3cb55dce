// The wait after failed attempts, counted down; and what stays true once it was.
import { useEffect, useRef, useState } from 'react';

/** Seconds that are left; `since` begins anew where it is another. */
export function useWait(seconds: number | undefined, since: unknown): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const until = Date.now() + (seconds ?? 0) * 1000;
    const look = () => setLeft(Math.max(Math.ceil((until - Date.now()) / 1000), 0));
    look();
    if (seconds === undefined) return undefined;
    const timer = setInterval(look, 250);
    return () => clearInterval(timer);
  }, [seconds, since]);
  return left;
}

export function useOnceTrue(now: boolean): boolean {
  const was = useRef(false);
  was.current ||= now;
  return was.current;
}
