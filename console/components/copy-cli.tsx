// The command that asks the same as what is looked at, to be copied.
import { Button, CopyButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function CopyCli({ command }: { readonly command: string }) {
  const { t } = useTranslation();
  return (
    <CopyButton value={command}>
      {({ copied, copy }) => (
        <Button variant="default" onClick={copy} title={command}>
          {copied ? t('copy.copied') : t('copy.asCli')}
        </Button>
      )}
    </CopyButton>
  );
}
