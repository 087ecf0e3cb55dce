// What a plan would do now, as it is being made; what was worked out before stays until what is asked now is.
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../api/types.ts';
import { Refused } from '../../api/client.ts';
import { Failed, Loading } from '../../components/page-state.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { useServerWords } from '../../i18n/server-words.ts';
import { Excluded } from '../plan/excluded.tsx';
import { PlanSummary } from '../plan/plan-summary.tsx';
import type { Body } from './draft.ts';
import styles from './new-deployment.module.css';
import { Reckoning } from './reckoning.tsx';

export interface LivePlanProps {
  /** Undefined before anything was worked out. */
  readonly preview: Answer<'previewPlan'> | undefined;
  /** Undefined while it is not said what. */
  readonly body: Body | undefined;
  readonly error: Error | null;
  readonly isAsking: boolean;
  readonly retry: () => void;
}

export function LivePlan({ preview, body, error, isAsking, retry }: LivePlanProps) {
  const { t } = useTranslation();
  const words = useServerWords();
  // What is wrong with the query is shown at the query.
  const isQuery = error instanceof Refused && error.problem?.status === 400;
  return (
    <section aria-labelledby="live" aria-busy={isAsking} className={styles['live']}>
      <h2 id="live">
        {t('builder.live')}{' '}
        <span role="status" className="quiet">
          {isAsking && t('builder.asking')}
        </span>
      </h2>
      {error !== null && !isQuery && <Failed error={error} retry={retry} />}
      {preview === undefined && error === null && isAsking && <Loading rows={8} />}
      {preview === undefined && error === null && !isAsking && <p className="quiet">{t('builder.sayWhich')}</p>}
      {preview && error === null && (
        <>
          {preview.why !== null && (
            <p role="alert">
              <SeverityMark level="medium" bare /> <strong>{t('builder.cannot')}:</strong> {words.sentence(preview.why)}
            </p>
          )}
          {body && <Reckoning body={body} />}
          {preview.plan === null ? (
            <Excluded excluded={preview.excluded} />
          ) : (
            <PlanSummary plan={preview.plan} excluded={preview.excluded} />
          )}
        </>
      )}
    </section>
  );
}
