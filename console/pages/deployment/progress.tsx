// How far a deployment is: its rings, what goes on, what failed and why, and the gate's arithmetic.
import { useTranslation } from 'react-i18next';
import { useServerWords } from '../../i18n/server-words.ts';
import type { Deployment } from './deployment.tsx';
import styles from './deployment.module.css';
import { Failures } from './failures.tsx';
import { Rehearsals } from './rehearsals.tsx';
import { Rings } from './rings.tsx';

export function Progress({ deployment }: { readonly deployment: Deployment }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const { says, gate, rehearsals = [] } = deployment;
  return (
    <div className={styles['progress']}>
      <section aria-labelledby="rings">
        <h2 id="rings">{t('deployment.rings')}</h2>
        <Rings deployment={deployment} />
      </section>
      {says.length > 0 && (
        <section aria-labelledby="says">
          <h2 id="says">{t('deployment.says')}</h2>
          <ul className={styles['said']}>
            {says.map((each) => (
              <li key={each}>{words.sentence(each)}</li>
            ))}
          </ul>
        </section>
      )}
      {rehearsals.length > 0 && (
        <section aria-labelledby="rehearsals">
          <h2 id="rehearsals">{t('rehearsal.title')}</h2>
          <Rehearsals rehearsals={rehearsals} />
        </section>
      )}
      <section aria-labelledby="failures">
        <h2 id="failures">{t('deployment.failures')}</h2>
        <Failures deployment={deployment} />
      </section>
      <section aria-labelledby="gate">
        <h2 id="gate">{t('deployment.gate')}</h2>
        <dl className={styles['gate']}>
          <dt>{t('deployment.gatePromote')}</dt>
          <dd>{words.sentence(gate.promote)}</dd>
          <dt>{t('deployment.gateStop')}</dt>
          <dd>{words.sentence(gate.stop)}</dd>
        </dl>
      </section>
    </div>
  );
}
