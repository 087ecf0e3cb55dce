// The button of the menu above every page, before the menu is loaded and as its target.
import { ActionIcon, type ActionIconProps, type ElementProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function MoreButton(props: ActionIconProps & ElementProps<'button', keyof ActionIconProps>) {
  const { t } = useTranslation();
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={t('shell.more')} size="lg" {...props}>
      <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" fill="none" stroke="currentColor">
        <path d="M3 6h14M3 10h14M3 14h14" strokeWidth="1.6" strokeLinecap="round" />
      </svg>
    </ActionIcon>
  );
}
