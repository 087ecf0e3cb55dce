// Makes a token for a program: what it may, and until when; its text is shown once.
import { Button, Checkbox, Group, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { useMe } from '../../api/me.ts';
import { Dialog } from '../../components/dialog.tsx';
import { textOf } from '../../components/form-fields.ts';
import { ShownOnce } from '../../components/shown-once.tsx';
import { permissionKey } from './permissions-known.ts';
import { Overlay } from '../../components/overlay.tsx';
import styles from './settings.module.css';

const DAYS = [1, 7, 30, 90, 365] as const;
const DAY_MS = 86_400_000;

interface Made {
  readonly label: string;
  readonly scopes: string[];
  readonly expiresAt: string;
}

export function NewToken({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const mine = useMe().data?.permissions ?? [];
  // Of one moment, so that trying again asks for the same.
  const [now] = useState(() => Date.now());
  const [scopes, setScopes] = useState<string[]>(['inventory.read']);
  const make = useAct((body: Made, once) => dataOf(api.POST('/api/v1/api-tokens', { body, headers: { ...once } })), {
    old: ['api-tokens'],
  });
  if (make.data) {
    return (
      <Overlay onClose={onClose} title={t('tokens.ready')}>
        <ShownOnce label={t('tokens.text')} text={make.data.token} />
        <p className="quiet">
          {t('act.shownOnce')} {t('tokens.use')}
        </p>
        <Group justify="flex-end" mt="md">
          <Button onClick={onClose}>{t('act.done')}</Button>
        </Group>
      </Overlay>
    );
  }
  return (
    <Dialog
      title={t('tokens.new')}
      submit={t('tokens.make')}
      onClose={onClose}
      error={make.error}
      isPending={make.isPending}
      isReady={scopes.length > 0}
      onSubmit={(form) => {
        const expiresAt = new Date(now + Number(textOf(form, 'days')) * DAY_MS).toISOString();
        make.mutate({ label: textOf(form, 'label'), scopes, expiresAt });
      }}
    >
      <div className={styles['form']}>
        <TextInput
          name="label"
          label={t('tokens.label')}
          description={t('tokens.labelHint')}
          required
          data-autofocus
          autoComplete="off"
        />
        <NativeSelect
          name="days"
          label={t('tokens.life')}
          defaultValue="90"
          data={DAYS.map((count) => ({ value: String(count), label: t('tokens.days', { count }) }))}
        />
        <Checkbox.Group
          label={t('tokens.scopes')}
          description={t('tokens.scopesHint')}
          value={scopes}
          onChange={setScopes}
        >
          <div className={styles['scopes']}>
            {mine.map((permission) => {
              const key = permissionKey(permission);
              return (
                <Checkbox
                  key={permission}
                  size="xs"
                  value={permission}
                  label={key === undefined ? permission : t(key)}
                />
              );
            })}
          </div>
        </Checkbox.Group>
      </div>
    </Dialog>
  );
}
