// A moment as people read it, in the viewer's zone and relative; the exact UTC is under the pointer and for machines.
import { useTranslation } from 'react-i18next';
import { relative } from './relative.ts';

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
