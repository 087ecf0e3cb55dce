// What an authenticator app is given, as a QR code and as text, and the first code that it makes of it.
import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { Dialog } from '../../components/dialog.tsx';
import { textOf } from '../../components/form-fields.ts';
import { QrCode } from '../../components/qr-code.tsx';
import { ShownOnce } from '../../components/shown-once.tsx';

export interface ConfirmAuthenticatorProps {
  readonly offer: { readonly secret: string; readonly uri: string };
  readonly onClose: () => void;
  readonly onConfirmed: (recoveryCodes: readonly string[]) => void;
}

export function ConfirmAuthenticator({ offer, onClose, onConfirmed }: ConfirmAuthenticatorProps) {
  const { t } = useTranslation();
  const confirm = useAct(
    (code: string, once) => dataOf(api.POST('/api/v1/me/totp/confirmation', { body: { code }, headers: { ...once } })),
    { old: ['totp'], onDone: ({ recoveryCodes }) => onConfirmed(recoveryCodes) },
  );
  return (
    <Dialog
      title={t('account.codesSetUp')}
      submit={t('account.codesConfirm')}
      onClose={onClose}
      onSubmit={(form) => confirm.mutate(textOf(form, 'code').replaceAll(/\s/g, ''))}
      error={confirm.error}
      isPending={confirm.isPending}
    >
      <p>{t('account.scan')}</p>
      <QrCode text={offer.uri} label={t('account.qr')} />
      <ShownOnce label={t('account.secret')} text={offer.secret} />
      <TextInput
        name="code"
        label={t('account.firstCode')}
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        mt="sm"
      />
    </Dialog>
  );
}
