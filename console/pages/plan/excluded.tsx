// Who is left out of a plan, by why, some of them by name.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { useServerWords } from '../../i18n/server-words.ts';
import type { Planned } from './plan-summary.tsx';
import styles from './plan.module.css';

export function Excluded({ excluded }: Pick<Planned, 'excluded'>) {
  const { t } = useTranslation();
  const words = useServerWords();
  return (
    <section>
      <h3>{t('plan.excluded')}</h3>
      {excluded.length === 0 && <p className="quiet">{t('plan.excludedNone')}</p>}
      <ul className={styles['list']}>
        {excluded.map(({ why, endpoints, examples, names }) => (
          <li key={why}>
            <SeverityMark level="medium" bare /> {t('plan.excludedOf', { count: endpoints })}: {words.sentence(why)}{' '}
            <span className="quiet">
              (
              {examples.map((id, index) => (
                <span key={id}>
                  {index > 0 && ', '}
                  <Link to="/endpoints/$id" params={{ id }}>
                    {names[index]}
                  </Link>
                </span>
              ))}
              {endpoints > examples.length && ` ${t('plan.closesMore', { count: endpoints - examples.length })}`})
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
