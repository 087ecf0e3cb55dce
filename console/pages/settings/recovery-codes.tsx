// Recovery codes, shown once: each signs in once in place of a code.
import { Button, Group, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ShownOnce } from '../../components/shown-once.tsx';

export interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly onClose: () => void;
}

export function RecoveryCodes({ codes, onClose }: RecoveryCodesProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      title={t('account.recovery')}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <ShownOnce label={t('account.recoveryWhat')} text={codes.join('\n')} />
      <p className="quiet">{t('act.shownOnce')}</p>
      <Group justify="flex-end" mt="md">
        <Button onClick={onClose}>{t('account.recoveryKept')}</Button>
      </Group>
    </Modal>
  );
}
