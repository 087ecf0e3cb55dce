// A moment as people read it, in the viewer's zone; the exact UTC is under the pointer and for machines.
import { useTranslation } from 'react-i18next';
import { clock, relative } from './relative.ts';

export interface InstantProps {
  /** In RFC 3339; null is never. */
  readonly at: string | null;
  /** Where one follows the other: to the second, as what is "last month" throughout has no order. */
  readonly exact?: true;
}

export function Instant({ at, exact }: InstantProps) {
  const { t, i18n } = useTranslation();
  if (at === null) return <span className="quiet">{t('time.never')}</span>;
  const when = new Date(at);
  const here = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'medium' }).format(when);
  return (
    <time dateTime={at} title={`${here} · ${at}`}>
      {exact === true ? clock(when, new Date(), i18n.language) : relative(when.getTime(), Date.now(), i18n.language)}
    </time>
  );
}
