// What stands in place of a page that cannot be shown: its files did not come, or it failed; all around it goes on.
import { Alert, Button } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FilesGone, renewed } from '../files.ts';

/** Loaded anew by itself, once, since files of another version of the console may be what is missing; then by who reads it. */
export function Broken({ error }: ErrorComponentProps) {
  const { t } = useTranslation();
  const [isRenewed] = useState(() => error instanceof FilesGone && renewed(Date.now()));
  if (isRenewed) return null;
  return (
    <Alert title={t('state.broken')} color="red" role="alert">
      {t('state.brokenWhy')} <code lang="en">{error instanceof Error ? error.message : ''}</code>
      <div>
        <Button mt="xs" variant="default" onClick={() => window.location.reload()}>
          {t('state.reload')}
        </Button>
      </div>
    </Alert>
  );
}
