// A deadline: what is late is said in so many words before what is not.
import { useTranslation } from 'react-i18next';
import { dueOf } from '../theme/due.ts';

export function Due({ at }: { readonly at: string | null }) {
  const { t } = useTranslation();
  const due = dueOf(at, Date.now());
  if (due.kind === 'none') return <span className="quiet">{t('due.none')}</span>;
  if (due.kind === 'in') return <time dateTime={at ?? undefined}>{t('due.in', { count: due.days })}</time>;
  return (
    <time dateTime={at ?? undefined} style={{ color: 'var(--danger)', fontWeight: 600 }}>
      {t('due.overdue', { count: due.days })}
    </time>
  );
}
