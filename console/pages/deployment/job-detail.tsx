// All that is known of one endpoint in one deployment: why it waits or failed and what to do, what it installs, what it said.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import { ActError } from '../../components/act-error.tsx';
import { Instant } from '../../components/instant.tsx';
import { Failed, Loading } from '../../components/page-state.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { useServerWords } from '../../i18n/server-words.ts';
import styles from './deployment.module.css';
import { useReason } from './reason.ts';
import { OLD, send } from './send-order.ts';
import { Transcript } from './transcript.tsx';

const MOST = 8;

export interface JobDetailProps {
  readonly deployment: string;
  readonly endpoint: string;
}

export function JobDetail({ deployment, endpoint }: JobDetailProps) {
  const { t } = useTranslation();
  const reasonOf = useReason();
  const words = useServerWords();
  const { data, error, refetch } = useQuery({
    queryKey: ['deployment-job', deployment, endpoint],
    queryFn: () =>
      dataOf(api.GET('/api/v1/deployments/{id}/jobs/{endpoint}', { params: { path: { id: deployment, endpoint } } })),
  });
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={3} />;
  const { waitsFor, failure, changes, reports, dispatches, state, deploymentState } = data;
  return (
    <div className={styles['job']}>
      {failure && (
        <p>
          <SeverityMark level="high" bare /> <strong>{words.cause(failure).says}</strong>{' '}
          <code className="quiet">{failure.cause}</code>
          <br />
          <span className="quiet">{t('deployment.remedy')}:</span> {words.cause(failure).remedy}
        </p>
      )}
      {waitsFor && (
        <p>
          {t('jobs.waits')}: {reasonOf(waitsFor.reason)}
          {waitsFor.until !== null && (
            <>
              , {t('jobs.until')} <Instant at={waitsFor.until} />
            </>
          )}
        </p>
      )}
      <Again
        deployment={deployment}
        endpoint={endpoint}
        state={state}
        isGoing={/^(?:running|paused)$/.test(deploymentState)}
      />
      <Transcript reports={reports} />
      <div>
        <h2>{t('jobs.changes')}</h2>
        <ul className={styles['plain']}>
          {changes.slice(0, MOST).map((change) => (
            <li key={`${change.package} ${change.architecture}`}>
              {change.package}{' '}
              <span className="mono quiet">
                {change.from ?? '∅'} → {change.to ?? '∅'}
              </span>
            </li>
          ))}
          {changes.length > MOST && <li className="quiet">{t('jobs.more', { count: changes.length - MOST })}</li>}
        </ul>
      </div>
      {dispatches.length > 0 && (
        <div>
          <h2>{t('jobs.orders')}</h2>
          <ul className={styles['plain']}>
            {dispatches.map(({ attempt, number, does, madeAt, mayBegin, refusal }) => (
              <li key={`${attempt} ${number}`}>
                <Instant at={madeAt} exact />: {t(`jobs.does.${does}`)}, {t('jobs.attempt')} {attempt}
                {mayBegin && `, ${t('jobs.mayBegin')}`}
                {refusal !== null && `, ${t('jobs.refused', { why: refusal })}`}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

/** Once more, or its place given free, where that can be. */
function Again({
  deployment,
  endpoint,
  state,
  isGoing,
}: JobDetailProps & { readonly state: string; readonly isGoing: boolean }) {
  const { t } = useTranslation();
  const mayRun = useMay('deployment.run');
  const act = useAct((kind: 'retry' | 'release', once) => send(deployment, { kind, endpoint }, once), { old: OLD });
  const kind = state === 'lost' ? 'release' : isGoing && /^(?:failed|rolled-back)$/.test(state) ? 'retry' : undefined;
  if (!mayRun || kind === undefined) return null;
  return (
    <div>
      <Button variant="default" loading={act.isPending} onClick={() => act.mutate(kind)}>
        {t(`jobs.${kind}`)}
      </Button>
      <ActError error={act.error} />
    </div>
  );
}
