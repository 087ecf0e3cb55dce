// What opens over a page: named, closed by Escape, and the focus goes back to where it was.
import { Modal, type ModalProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFocusBack } from './focus-back.ts';

export interface OverlayProps extends Pick<ModalProps, 'size' | 'closeOnClickOutside'> {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function Overlay({ children, ...props }: OverlayProps) {
  const { t } = useTranslation();
  useFocusBack();
  return (
    <Modal
      opened
      {...props}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
      // A <header> outside of the page would be a second banner.
      attributes={{ header: { role: 'none' } }}
    >
      {children}
    </Modal>
  );
}
