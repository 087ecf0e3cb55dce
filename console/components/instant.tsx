// A moment as people read it, in the viewer's zone and relative; the exact UTC is under the pointer and for machines.
import { useTranslation } from 'react-i18next';

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/** `3 hours ago` in the language given. Both in milliseconds since 1970. */
export function relative(at: number, now: number, language: string): string {
  const seconds = Math.round((at - now) / 1000);
  const [unit, size] = STEPS.find(([, step]) => Math.abs(seconds) >= step) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.trunc(seconds / size), unit);
}

/** `at` in RFC 3339; null is never. */
export function Instant({ at }: { readonly at: string | null }) {
  const { t, i18n } = useTranslation();
  if (at === null) return <span className="quiet">{t('time.never')}</span>;
  const here = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'medium' }).format(
    new Date(at),
  );
  return (
    <time dateTime={at} title={`${here} · ${at}`}>
      {relative(Date.parse(at), Date.now(), i18n.language)}
    </time>
  );
}
