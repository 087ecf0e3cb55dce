// Asks before something severe: what will happen is said, and the name of what it happens to has to be typed, and how many.
import { TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './confirm-by-name.module.css';
import { Dialog, type DialogProps } from './dialog.tsx';

export interface ConfirmByNameProps extends Pick<DialogProps, 'title' | 'submit' | 'onClose' | 'error' | 'isPending'> {
  readonly name: string;
  /** How many endpoints it happens to, where that is to be typed as well. */
  readonly count?: number;
  readonly onConfirm: () => void;
  /** What will happen. */
  readonly children: ReactNode;
}

export function ConfirmByName({ name, count, onConfirm, children, ...dialog }: ConfirmByNameProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [counted, setCounted] = useState('');
  const isReady = typed.trim() === name && (count === undefined || counted.trim() === String(count));
  return (
    <Dialog {...dialog} isSevere isReady={isReady} onSubmit={onConfirm}>
      <div className={styles['what']}>{children}</div>
      <TextInput
        label={t('act.typeName', { name })}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      {count !== undefined && (
        <TextInput
          label={t('act.typeCount', { shown: count })}
          value={counted}
          onChange={(event) => setCounted(event.currentTarget.value)}
          inputMode="numeric"
          autoComplete="off"
        />
      )}
    </Dialog>
  );
}
