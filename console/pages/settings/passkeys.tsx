// Passkeys: what one can sign in with in place of the password.
import { Button, Group, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { makePasskey, whyNoPasskey } from '../../api/passkey.ts';
import type { Item } from '../../api/types.ts';
import { ActError } from '../../components/act-error.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { textOf } from '../../components/form-fields.ts';
import { Instant } from '../../components/instant.tsx';
import { Failed, Loading } from '../../components/page-state.tsx';
import rows from './short-list.module.css';

type Passkey = Item<'listPasskeys'>;

export function Passkeys() {
  const { t } = useTranslation();
  const [removed, setRemoved] = useState<Passkey>();
  const list = useQuery({ queryKey: ['passkeys'], queryFn: () => dataOf(api.GET('/api/v1/me/passkeys')) });
  const remove = useAct((id: string) => dataOf(api.DELETE('/api/v1/me/passkeys/{id}', { params: { path: { id } } })), {
    old: ['passkeys'],
    onDone: () => setRemoved(undefined),
  });
  if (list.error !== null && list.data === undefined) {
    return <Failed error={list.error} retry={() => void list.refetch()} />;
  }
  if (list.data === undefined) return <Loading rows={1} />;
  return (
    <>
      {list.data.items.length === 0 ? (
        <p className="quiet">{t('account.noPasskey')}</p>
      ) : (
        <ul className={rows['list']}>
          {list.data.items.map((passkey) => (
            <li key={passkey.id}>
              <span>
                {passkey.label} <span className="quiet">({passkey.host})</span>
              </span>
              <span className="quiet">
                {t('account.used')} <Instant at={passkey.usedAt} />
              </span>
              <Button
                size="compact-xs"
                variant="default"
                aria-label={t('account.removePasskey', { label: passkey.label })}
                onClick={() => setRemoved(passkey)}
              >
                {t('act.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <AddPasskey />
      {removed && (
        <Dialog
          title={t('account.removePasskey', { label: removed.label })}
          submit={t('act.remove')}
          isSevere
          onClose={() => setRemoved(undefined)}
          onSubmit={() => remove.mutate(removed.id)}
          error={remove.error}
          isPending={remove.isPending}
        >
          <p>{t('account.removePasskeyWhat')}</p>
        </Dialog>
      )}
    </>
  );
}

function AddPasskey() {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const add = useAct(makePasskey, { old: ['passkeys'], onDone: () => form.current?.reset() });
  const why = whyNoPasskey();
  if (why !== undefined) return <p className="quiet">{t(`passkey.${why}`)}</p>;
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    add.mutate(textOf(new FormData(event.currentTarget), 'label'));
  };
  return (
    <form ref={form} onSubmit={onSubmit}>
      <Group align="flex-end">
        <TextInput name="label" label={t('account.passkeyLabel')} required autoComplete="off" />
        <Button type="submit" variant="default" loading={add.isPending}>
          {t('account.addPasskey')}
        </Button>
      </Group>
      <ActError error={add.error} onFresh={() => form.current?.requestSubmit()} />
    </form>
  );
}
