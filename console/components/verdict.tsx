// The verdict on a vulnerability over the fleet: exposed, clear and unknown, each number leading to its endpoints.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../api/client.ts';
import type { Level } from '../theme/severity.ts';
import { Failed, Loading } from './page-state.tsx';
import { SeverityMark } from './severity-mark.tsx';
import styles from './verdict.module.css';

const VERDICTS = [
  ['exposed', 'high'],
  ['clear', 'fine'],
  ['unknown', 'unknown'],
] as const satisfies readonly (readonly [string, Level])[];

export function Verdict({ id }: { readonly id: string }) {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['verdict', id],
    queryFn: () => dataOf(api.GET('/api/v1/vulnerabilities/{id}', { params: { path: { id } } })),
  });
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={1} />;
  return (
    <div>
      <ul className={styles['verdicts']} aria-label={t('verdict.label', { id })}>
        {VERDICTS.map(([verdict, level]) => (
          <li key={verdict}>
            <Link to="/vulnerabilities/$id" params={{ id }} search={{ verdict }} className={styles['verdict']}>
              <SeverityMark level={level} bare />
              <strong>{data[verdict].toLocaleString(i18n.language)}</strong> {t(`verdict.${verdict}`)}
            </Link>
          </li>
        ))}
      </ul>
      {!data.isHeardOf && data.advisories === 'in-use' && <p className="quiet">{t('verdict.unheardOf')}</p>}
    </div>
  );
}
