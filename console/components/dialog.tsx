// A form over the page: the focus stays in it, Escape closes it, and what the server refuses is said in it.
import { Button, Group } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ActError } from './act-error.tsx';
import { Overlay } from './overlay.tsx';

export interface DialogProps {
  readonly title: string;
  /** The word on the button that does it. */
  readonly submit: string;
  readonly onSubmit: (form: FormData) => void;
  readonly onClose: () => void;
  readonly error: Error | null;
  readonly isPending: boolean;
  /** What cannot be undone is in the colour of danger. */
  readonly isSevere?: boolean;
  readonly isReady?: boolean;
  readonly children?: ReactNode;
  /** Of Mantine; as wide as a form of one column where it is absent. */
  readonly size?: 'lg';
}

export function Dialog(props: DialogProps) {
  const {
    title,
    submit,
    onSubmit,
    onClose,
    error,
    isPending,
    isSevere = false,
    isReady = true,
    children,
    size,
  } = props;
  const { t } = useTranslation();
  const onForm = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // A dialog within a dialog stands in its form for React.
    event.stopPropagation();
    if (isReady && !isPending) onSubmit(new FormData(event.currentTarget));
  };
  return (
    <Overlay onClose={onClose} title={title} {...(size && { size })}>
      <form onSubmit={onForm}>
        {children}
        <ActError error={error} />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {t('act.cancel')}
          </Button>
          <Button
            type="submit"
            loading={isPending}
            disabled={!isReady}
            {...(isSevere && { color: 'var(--danger)', autoContrast: true })}
          >
            {submit}
          </Button>
        </Group>
      </form>
    </Overlay>
  );
}
