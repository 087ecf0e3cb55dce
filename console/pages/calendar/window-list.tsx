// The maintenance windows and blackouts there are, each in a sentence, with when it is next.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pieceOf } from '../../files.ts';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import type { Item } from '../../api/types.ts';
import { Instant } from '../../components/instant.tsx';
import { Failed, Loading } from '../../components/page-state.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { useServerWords } from '../../i18n/server-words.ts';
import styles from './calendar.module.css';

const EditWindow = pieceOf(async () => (await import('./edit-window.tsx')).EditWindow);
const ConfirmByName = pieceOf(async () => (await import('../../components/confirm-by-name.tsx')).ConfirmByName);

export type Window = Item<'listMaintenanceWindows'>;
export const OLD = ['maintenance-windows', 'calendar', 'plan-preview'];

export function WindowList() {
  const { t } = useTranslation();
  const words = useServerWords();
  const mayEdit = useMay('policy.edit');
  const [changed, setChanged] = useState<Window>();
  const [removed, setRemoved] = useState<Window>();
  const { data, error, refetch } = useQuery({
    queryKey: ['maintenance-windows'],
    queryFn: () => dataOf(api.GET('/api/v1/maintenance-windows')),
  });
  const remove = useAct(
    (id: string, header) =>
      dataOf(api.DELETE('/api/v1/maintenance-windows/{id}', { params: { path: { id }, header } })),
    { old: OLD, onDone: () => setRemoved(undefined) },
  );
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={3} />;
  if (data.items.length === 0) return <p className="quiet">{t('calendar.noWindows')}</p>;
  return (
    <>
      <ul className={styles['windows']}>
        {data.items.map((window) => (
          <li key={window.id}>
            <div>
              <p>
                <SeverityMark level={window.kind === 'window' ? 'fine' : 'high'} bare /> <strong>{window.name}</strong>{' '}
                <span className="quiet">{t(`calendar.isKind.${window.kind}`)}</span>
              </p>
              <p>
                {words.sentence(window.says)} {t('calendar.next')}:{' '}
                {window.next[0] === undefined ? t('calendar.never') : <Instant at={window.next[0].from} />}
              </p>
            </div>
            {mayEdit && (
              <span className={styles['actions']}>
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={t('calendar.change', { name: window.name })}
                  onClick={() => setChanged(window)}
                >
                  {t('act.change')}
                </Button>
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={t('calendar.remove', { name: window.name })}
                  onClick={() => setRemoved(window)}
                >
                  {t('act.remove')}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      <Suspense fallback={null}>
        {changed && <EditWindow window={changed} onClose={() => setChanged(undefined)} />}
        {removed && (
          <ConfirmByName
            title={t('calendar.remove', { name: removed.name })}
            submit={t('act.remove')}
            name={removed.name}
            onConfirm={() => remove.mutate(removed.id)}
            onClose={() => setRemoved(undefined)}
            error={remove.error}
            isPending={remove.isPending}
          >
            {t('calendar.removeWhat')}
          </ConfirmByName>
        )}
      </Suspense>
    </>
  );
}
