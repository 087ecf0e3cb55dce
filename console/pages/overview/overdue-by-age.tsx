// What is overdue, by for how long: bars that are the rows of their own table.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Level } from '../../theme/severity.ts';
import { type Age, agesOf } from './ages.ts';
import styles from './overview.module.css';
import { type Numbers, rowsOf } from './rows-of.ts';

const LEVEL: Readonly<Record<Age['age'], Level>> = { week: 'medium', month: 'high', more: 'critical' };

export function OverdueByAge({ numbers }: { readonly numbers: Numbers }) {
  const { t, i18n } = useTranslation();
  const ages = agesOf(numbers);
  const most = Math.max(...ages.map(({ count }) => count), 1);
  return (
    <table className={styles['ages']}>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{t('late.for')}</th>
          <th scope="col">{t('late.findings')}</th>
          <th scope="col">{t('late.bar')}</th>
        </tr>
      </thead>
      <tbody>
        {ages.map(({ age, count, rows }) => (
          <tr key={age}>
            <th scope="row">{t(`late.${age}`)}</th>
            <td className="number">
              <Link {...rowsOf(rows)}>{count.toLocaleString(i18n.language)}</Link>
            </td>
            <td aria-hidden="true">
              <svg viewBox="0 0 100 10" preserveAspectRatio="none" width="100%" height="14">
                <rect width={(100 * count) / most} height="10" fill={`var(--${LEVEL[age]})`} />
              </svg>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
