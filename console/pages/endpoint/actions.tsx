// What one may do about an endpoint: what it needs from a person first, the severe last and by its name.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import type { Answer } from '../../api/types.ts';
import { ActError } from '../../components/act-error.tsx';
import { ConfirmByName } from '../../components/confirm-by-name.tsx';
import styles from './endpoint.module.css';
import { type Changed, EditEndpoint, save } from './edit-endpoint.tsx';

export interface ActionsProps {
  readonly endpoint: Answer<'showEndpoint'>;
  readonly onGone: () => void;
}

const OLD = ['endpoint', 'endpoints', 'endpoint-history', 'overview', 'values', 'patches', 'vulnerabilities'];

export function Actions({ endpoint, onGone }: ActionsProps) {
  const { t } = useTranslation();
  const { id, name, state } = endpoint;
  const [open, setOpen] = useState<'edit' | 'revoke' | 'remove'>();
  /** The last change, to be taken back. */
  const [changed, setChanged] = useState<Changed>();
  const mayEdit = useMay('endpoint.edit');
  const mayApprove = useMay('endpoint.approve');
  const mayRevoke = useMay('endpoint.revoke');
  const close = () => setOpen(undefined);
  const params = { path: { id } };
  const approve = useAct(
    (_: null, header) => dataOf(api.POST('/api/v1/endpoints/{id}/approval', { params: { ...params, header } })),
    { old: OLD },
  );
  const release = useAct(
    (_: null, header) => dataOf(api.POST('/api/v1/endpoints/{id}/release', { params: { ...params, header } })),
    { old: OLD },
  );
  const revoke = useAct(
    (_: null, header) => dataOf(api.POST('/api/v1/endpoints/{id}/revocation', { params: { ...params, header } })),
    { old: OLD, onDone: close },
  );
  const remove = useAct(
    (_: null, header) => dataOf(api.DELETE('/api/v1/endpoints/{id}', { params: { ...params, header } })),
    { old: OLD.slice(1), onDone: onGone },
  );
  const undo = useAct(({ from, to }: Changed) => save(id, to, from), {
    old: OLD,
    onDone: () => setChanged(undefined),
  });
  if (!mayEdit && !mayApprove && !mayRevoke) return null;
  return (
    <div role="group" aria-label={t('edit.actions')} className={styles['actions']}>
      {mayApprove && state === 'pending' && (
        <Button onClick={() => approve.mutate(null)} loading={approve.isPending}>
          {t('edit.approve')}
        </Button>
      )}
      {mayApprove && state === 'quarantined' && (
        <Button onClick={() => release.mutate(null)} loading={release.isPending}>
          {t('edit.release')}
        </Button>
      )}
      {mayEdit && (
        <Button variant="default" onClick={() => setOpen('edit')}>
          {t('edit.edit')}
        </Button>
      )}
      {mayRevoke && state !== 'revoked' && (
        <Button variant="default" onClick={() => setOpen('revoke')}>
          {t('edit.revoke')}
        </Button>
      )}
      {mayRevoke && (
        <Button variant="default" onClick={() => setOpen('remove')}>
          {t('edit.remove')}
        </Button>
      )}
      <span role="status">
        {changed && (
          <>
            {t('edit.saved')}{' '}
            <Button variant="subtle" size="compact-sm" loading={undo.isPending} onClick={() => undo.mutate(changed)}>
              {t('edit.undo')}
            </Button>
          </>
        )}
      </span>
      <ActError error={approve.error ?? release.error ?? undo.error} />
      {open === 'edit' && (
        <EditEndpoint
          endpoint={endpoint}
          onClose={close}
          onDone={(next) => {
            setChanged(next);
            close();
          }}
          old={OLD}
        />
      )}
      {open === 'revoke' && (
        <ConfirmByName
          title={t('edit.revokeTitle', { name })}
          submit={t('edit.revoke').replace('…', '')}
          name={name}
          onConfirm={() => revoke.mutate(null)}
          onClose={close}
          error={revoke.error}
          isPending={revoke.isPending}
        >
          {t('edit.revokeWhat')}
        </ConfirmByName>
      )}
      {open === 'remove' && (
        <ConfirmByName
          title={t('edit.removeTitle', { name })}
          submit={t('edit.remove').replace('…', '')}
          name={name}
          onConfirm={() => remove.mutate(null)}
          onClose={close}
          error={remove.error}
          isPending={remove.isPending}
        >
          {t('edit.removeWhat')}
        </ConfirmByName>
      )}
    </div>
  );
}
