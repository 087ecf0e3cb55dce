// What is open and what is overdue over the last weeks: two lines, and the table that they are drawn from.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { Failed } from '../../components/page-state.tsx';
import { Wide } from '../../components/wide.tsx';
import { DaysChart } from './days-chart.tsx';
import styles from './overview.module.css';

const DAYS = 90;
const COLUMNS = ['endpoints', 'severe', 'exploited', 'overdue'] as const;

export function OverTime() {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['overview', 'days'],
    queryFn: () => dataOf(api.GET('/api/v1/overview/days', { params: { query: { days: DAYS } } })),
  });
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />;
  const items = data?.items ?? [];
  const number = (value: number) => value.toLocaleString(i18n.language);
  if (data !== undefined && items.length < 2)
    return <p className="quiet">{t(data.isLimited ? 'days.limited' : 'days.tooFew')}</p>;
  const points = (of: (typeof COLUMNS)[number]) => items.map((item) => ({ day: item.day, value: item[of] }));
  return (
    // As high as what comes, so that nothing moves.
    <div className={styles['overTime']}>
      {data !== undefined && (
        <>
          <div className={styles['charts']}>
            <DaysChart title={t('days.severe')} points={points('severe')} colour="high" />
            <DaysChart title={t('days.overdue')} points={points('overdue')} colour="critical" />
          </div>
          <details>
            <summary>{t('days.asTable')}</summary>
            <Wide label={t('days.title')}>
              <table className={styles['dayTable']}>
                <thead>
                  <tr>
                    <th scope="col">{t('days.day')}</th>
                    {COLUMNS.map((column) => (
                      <th scope="col" key={column}>
                        {t(`days.column.${column}`)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {items.toReversed().map((item) => (
                    <tr key={item.day}>
                      <th scope="row">{item.day}</th>
                      {COLUMNS.map((column) => (
                        <td key={column} className="number">
                          {number(item[column])}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </Wide>
          </details>
        </>
      )}
    </div>
  );
}
