// Where one is signed in; what one does not know can be ended.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { ActError } from '../../components/act-error.tsx';
import { Instant } from '../../components/instant.tsx';
import { Failed, Loading } from '../../components/page-state.tsx';
import rows from './short-list.module.css';

export function Sessions() {
  const { t } = useTranslation();
  const list = useQuery({ queryKey: ['sessions'], queryFn: () => dataOf(api.GET('/api/v1/sessions')) });
  const end = useAct(
    (id: string, once) =>
      dataOf(api.DELETE('/api/v1/sessions/{id}', { params: { path: { id } }, headers: { ...once } })),
    // Where it is this one, the question who one is brings the sign-in.
    { old: ['sessions', 'me'] },
  );
  if (list.error !== null && list.data === undefined) {
    return <Failed error={list.error} retry={() => void list.refetch()} />;
  }
  if (list.data === undefined) return <Loading rows={2} />;
  return (
    <>
      <ul className={rows['list']}>
        {list.data.items.map(({ id, address, createdAt, expiresAt, isCurrent }) => (
          <li key={id}>
            <span>
              {address ?? t('level.unknown')} {isCurrent && <strong>{t('account.here')}</strong>}
            </span>
            <span className="quiet">
              {t('account.since')} <Instant at={createdAt} />, {t('account.until')} <Instant at={expiresAt} />
            </span>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={t('account.endSession', { address: address ?? t('level.unknown') })}
              onClick={() => end.mutate(id)}
            >
              {t('shell.signOut')}
            </Button>
          </li>
        ))}
      </ul>
      <ActError error={end.error} />
    </>
  );
}
