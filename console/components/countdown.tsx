// How long it is until a moment, counted down by the second; the moment itself is under the pointer.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { durationText } from './duration-text.ts';

/** `until` in RFC 3339. */
export function Countdown({ until }: { readonly until: string }) {
  const { i18n } = useTranslation();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const here = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'medium' }).format(
    new Date(until),
  );
  return (
    <time dateTime={until} title={`${here} · ${until}`} role="timer">
      {durationText(Math.max(Date.parse(until) - now, 0))}
    </time>
  );
}
