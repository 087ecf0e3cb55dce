// The freezes there are: over what nothing new begins, why, until when; made here, and lifted.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pieceOf } from '../../files.ts';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import type { Item } from '../../api/types.ts';
import { ActError } from '../../components/act-error.tsx';
import { Instant } from '../../components/instant.tsx';
import { Failed, Loading } from '../../components/page-state.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { Who } from '../../components/who.tsx';
import styles from './calendar.module.css';

const NewFreeze = pieceOf(async () => (await import('./new-freeze.tsx')).NewFreeze);

type Freeze = Item<'listFreezes'>;
export const OLD = ['freezes', 'calendar', 'deployments', 'deployment', 'deployment-job'];

export function Freezes() {
  const { t } = useTranslation();
  const mayStop = useMay('deployment.stop');
  const mayLift = useMay('deployment.resume');
  const [isNew, setNew] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['freezes'],
    queryFn: () => dataOf(api.GET('/api/v1/freezes')),
  });
  const lift = useAct(
    (id: string, header) => dataOf(api.POST('/api/v1/freezes/{id}/lift', { params: { path: { id }, header } })),
    { old: OLD },
  );
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={2} />;
  return (
    <>
      {data.items.length === 0 && <p className="quiet">{t('freeze.none')}</p>}
      {data.items.length > 0 && (
        <ul className={styles['windows']}>
          {data.items.map((freeze) => (
            <li key={freeze.id}>
              <div>
                <p>
                  <SeverityMark level={freeze.state === 'holds' ? 'high' : 'unknown'} bare />{' '}
                  <strong>{freeze.reason}</strong> <span className="quiet">{t(`freeze.states.${freeze.state}`)}</span>
                </p>
                <Said freeze={freeze} />
              </div>
              {mayLift && freeze.state === 'holds' && (
                <span className={styles['actions']}>
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={t('freeze.liftWhich', { reason: freeze.reason })}
                    loading={lift.isPending && lift.variables === freeze.id}
                    onClick={() => lift.mutate(freeze.id)}
                  >
                    {t('freeze.lift')}
                  </Button>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      <ActError error={lift.error} onFresh={() => lift.variables && lift.mutate(lift.variables)} />
      {mayStop && (
        <Button variant="default" style={{ justifySelf: 'start' }} onClick={() => setNew(true)}>
          {t('freeze.new')}
        </Button>
      )}
      <Suspense fallback={null}>{isNew && <NewFreeze onClose={() => setNew(false)} />}</Suspense>
    </>
  );
}

function Said({ freeze }: { readonly freeze: Freeze }) {
  const { t, i18n } = useTranslation();
  const { covers, endpoints, until, createdAt, createdBy, liftedAt, liftedBy } = freeze;
  return (
    <p>
      {covers === '' ? t('freeze.all') : <code>{covers}</code>}
      {endpoints !== null && (
        <>
          {', '}
          <Link to="/endpoints" search={covers === '' ? {} : { q: covers }}>
            {t('freeze.endpoints', { count: endpoints, shown: endpoints.toLocaleString(i18n.language) })}
          </Link>
        </>
      )}
      {'; '}
      {liftedAt !== null ? (
        <>
          {t('freeze.liftedAt')} <Instant at={liftedAt} />, <Who actor={liftedBy ?? ''} />
        </>
      ) : until === null ? (
        t('freeze.untilLifted')
      ) : (
        <>
          {t('freeze.until')} <Instant at={until} />
        </>
      )}
      {'; '}
      <span className="quiet">
        <Who actor={createdBy} />, <Instant at={createdAt} />
      </span>
    </p>
  );
}
