// What a plan installs, once for all endpoints that are alike: each package from which version to which, and what stays.
import { useTranslation } from 'react-i18next';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { Wide } from '../../components/wide.tsx';
import type { Planned } from './plan-summary.tsx';
import { useServerWords } from '../../i18n/server-words.ts';
import styles from './plan.module.css';

const MOST_STEPS = 20;
const MOST = 30;

export function Steps({ steps }: Pick<Planned, 'steps'>) {
  const { t } = useTranslation();
  const words = useServerWords();
  return (
    <section>
      <h3>{t('plan.steps')}</h3>
      {steps.slice(0, MOST_STEPS).map(({ adapter, release, endpoints, changes, heldBack }, index) => {
        const label = t('plan.stepOn', { adapter, release, count: endpoints });
        return (
          <div key={index} className={styles['step']}>
            <p>{label}</p>
            <Wide label={label}>
              <table className={styles['changes']}>
                <thead>
                  <tr>
                    <th scope="col">{t('plan.package')}</th>
                    <th scope="col">{t('plan.from')}</th>
                    <th scope="col">{t('plan.to')}</th>
                  </tr>
                </thead>
                <tbody>
                  {changes.slice(0, MOST).map((change) => (
                    <tr key={`${change.package} ${change.architecture}`}>
                      <th scope="row">{change.package}</th>
                      <td className="mono">{change.from ?? <span className="quiet">{t('plan.new')}</span>}</td>
                      <td className="mono">
                        {change.to ?? (
                          <>
                            <SeverityMark level="high" bare /> {t('plan.removed')}
                          </>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Wide>
            {changes.length > MOST && <p className="quiet">{t('plan.more', { count: changes.length - MOST })}</p>}
            {heldBack.length > 0 && (
              <ul className={styles['list']}>
                {heldBack.slice(0, MOST).map((held) => (
                  <li key={held.package}>
                    {t('plan.heldBack')}: {held.package} <span className="quiet">({words.sentence(held.why)})</span>
                  </li>
                ))}
              </ul>
            )}
          </div>
        );
      })}
      {steps.length > MOST_STEPS && (
        <p className="quiet">{t('plan.closesMore', { count: steps.length - MOST_STEPS })}</p>
      )}
    </section>
  );
}
