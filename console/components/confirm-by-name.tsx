// Asks before something severe: what will happen is said, and the name of what it happens to has to be typed.
import { TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, type DialogProps } from './dialog.tsx';

export interface ConfirmByNameProps extends Pick<DialogProps, 'title' | 'submit' | 'onClose' | 'error' | 'isPending'> {
  readonly name: string;
  readonly onConfirm: () => void;
  /** What will happen. */
  readonly children: ReactNode;
}

export function ConfirmByName({ name, onConfirm, children, ...dialog }: ConfirmByNameProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  return (
    <Dialog {...dialog} isSevere isReady={typed.trim() === name} onSubmit={onConfirm}>
      <p>{children}</p>
      <TextInput
        label={t('act.typeName', { name })}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
    </Dialog>
  );
}
