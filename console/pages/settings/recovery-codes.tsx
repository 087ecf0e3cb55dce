// Recovery codes, shown once: each signs in once in place of a code.
import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ShownOnce } from '../../components/shown-once.tsx';
import { Overlay } from '../../components/overlay.tsx';

export interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly onClose: () => void;
}

export function RecoveryCodes({ codes, onClose }: RecoveryCodesProps) {
  const { t } = useTranslation();
  return (
    <Overlay onClose={onClose} closeOnClickOutside={false} title={t('account.recovery')}>
      <ShownOnce label={t('account.recoveryWhat')} text={codes.join('\n')} />
      <p className="quiet">{t('act.shownOnce')}</p>
      <Group justify="flex-end" mt="md">
        <Button onClick={onClose}>{t('account.recoveryKept')}</Button>
      </Group>
    </Overlay>
  );
}
