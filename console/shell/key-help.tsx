// The single keys and what they do, with the switch that turns them off.
import { Kbd, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './key-help.module.css';
import { switchKeys, useKeysOn } from './single-keys.ts';
import { Overlay } from '../components/overlay.tsx';

const KEYS = [
  ['/', 'search'],
  ['j', 'next'],
  ['k', 'previous'],
  ['x', 'select'],
  ['p', 'peek'],
  ['.', 'palette'],
  ['g', 'go'],
  ['?', 'help'],
] as const;

export function KeyHelp({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const on = useKeysOn();
  return (
    <Overlay onClose={onClose} title={t('keys.title')}>
      <dl className={styles['keys']}>
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>
              <Kbd>{key}</Kbd>
            </dt>
            <dd>{t(`keys.${what}`)}</dd>
          </div>
        ))}
      </dl>
      <p className="quiet">{t('keys.none')}</p>
      <Switch label={t('shell.keys')} checked={on} onChange={(event) => switchKeys(event.currentTarget.checked)} />
    </Overlay>
  );
}
