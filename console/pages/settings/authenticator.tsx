// An authenticator app: set up with a QR code or its secret, confirmed by a first code, taken off again.
import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { ActError } from '../../components/act-error.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Failed, Loading } from '../../components/page-state.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { ConfirmAuthenticator } from './confirm-authenticator.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

export function Authenticator() {
  const { t } = useTranslation();
  const [codes, setCodes] = useState<readonly string[]>();
  const [removes, setRemoves] = useState(false);
  const totp = useQuery({ queryKey: ['totp'], queryFn: () => dataOf(api.GET('/api/v1/me/totp')) });
  const offer = useAct(() => dataOf(api.POST('/api/v1/me/totp')), { old: [] });
  const remove = useAct(() => dataOf(api.DELETE('/api/v1/me/totp')), {
    old: ['totp'],
    onDone: () => setRemoves(false),
  });
  if (totp.error !== null && totp.data === undefined) {
    return <Failed error={totp.error} retry={() => void totp.refetch()} />;
  }
  if (totp.data === undefined) return <Loading rows={1} />;
  const { isOn, recoveryCodesLeft } = totp.data;
  return (
    <>
      <p>
        <SeverityMark level={isOn ? 'fine' : 'medium'} bare />{' '}
        {isOn ? t('account.codesOn', { count: recoveryCodesLeft }) : t('account.codesOff')}
      </p>
      <Group>
        {isOn ? (
          <Button variant="default" onClick={() => setRemoves(true)}>
            {t('account.codesRemove')}
          </Button>
        ) : (
          <Button variant="default" loading={offer.isPending} onClick={() => offer.mutate(undefined)}>
            {t('account.codesSetUp')}
          </Button>
        )}
      </Group>
      <ActError error={offer.error} onFresh={() => offer.mutate(undefined)} />
      {offer.data && (
        <ConfirmAuthenticator
          offer={offer.data}
          onClose={offer.reset}
          onConfirmed={(given) => {
            offer.reset();
            setCodes(given);
          }}
        />
      )}
      {codes && <RecoveryCodes codes={codes} onClose={() => setCodes(undefined)} />}
      {removes && (
        <Dialog
          title={t('account.codesRemove')}
          submit={t('account.codesRemove')}
          isSevere
          onClose={() => setRemoves(false)}
          onSubmit={() => remove.mutate(undefined)}
          error={remove.error}
          isPending={remove.isPending}
        >
          <p>{t('account.codesRemoveWhat')}</p>
        </Dialog>
      )}
    </>
  );
}
