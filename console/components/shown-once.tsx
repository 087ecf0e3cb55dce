// A text that is shown this one time, to copy.
import { Button, CopyButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './shown-once.module.css';

/** `label`: what it is. */
export function ShownOnce({ label, text }: { readonly label: string; readonly text: string }) {
  const { t } = useTranslation();
  return (
    <div>
      <p className="quiet">{label}</p>
      <div className={styles['box']}>
        <code className={styles['text']} tabIndex={0} aria-label={label} role="textbox" aria-readonly>
          {text}
        </code>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button onClick={copy} variant="default" data-autofocus>
              {copied ? t('copy.copied') : t('act.copy')}
            </Button>
          )}
        </CopyButton>
      </div>
    </div>
  );
}
