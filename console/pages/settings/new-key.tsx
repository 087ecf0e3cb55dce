// Makes the public half of an operator's key known; it was made elsewhere, and the private half stays there.
import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { Dialog } from '../../components/dialog.tsx';

/** Of a PEM file only what is between its lines. */
const bareKey = (text: string): string => text.replaceAll(/-----[A-Z ]+-----/g, '').replaceAll(/\s+/g, '');

export function NewKey({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [said, setSaid] = useState({ label: '', publicKey: '' });
  const add = useAct(
    (body: typeof said, header) => dataOf(api.POST('/api/v1/operator-keys', { params: { header }, body })),
    { old: ['operator-keys', 'plan'], onDone: onClose },
  );
  const body = { label: said.label.trim(), publicKey: bareKey(said.publicKey) };
  return (
    <Dialog
      title={t('operators.new')}
      submit={t('operators.add')}
      onSubmit={() => add.mutate(body)}
      onClose={onClose}
      error={add.error}
      isPending={add.isPending}
      isReady={body.label !== '' && body.publicKey !== ''}
    >
      <p>{t('operators.newWhat')}</p>
      <TextInput
        label={t('operators.label')}
        value={said.label}
        onChange={({ currentTarget: { value: label } }) => setSaid((now) => ({ ...now, label }))}
        maxLength={200}
        autoComplete="off"
        required
        data-autofocus
      />
      <Textarea
        mt="xs"
        label={t('operators.publicKey')}
        description={t('operators.publicKeyHint')}
        value={said.publicKey}
        onChange={({ currentTarget: { value: publicKey } }) => setSaid((now) => ({ ...now, publicKey }))}
        rows={3}
        autoComplete="off"
        spellCheck={false}
        required
        styles={{ input: { fontFamily: 'var(--mono)' } }}
      />
    </Dialog>
  );
}
