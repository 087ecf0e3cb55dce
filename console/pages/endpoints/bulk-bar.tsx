// What can be done with the endpoints that are selected; how many that are is said before it is done.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/me.ts';
import type { Selection } from '../../components/use-selection.ts';
import type { BulkKind } from './bulk-change.tsx';
import styles from './endpoints.module.css';

const KINDS: readonly { readonly kind: BulkKind; readonly needs: string }[] = [
  { kind: 'tags', needs: 'endpoint.edit' },
  { kind: 'criticality', needs: 'endpoint.edit' },
  { kind: 'exposure', needs: 'endpoint.edit' },
  { kind: 'approve', needs: 'endpoint.approve' },
];

export interface BulkBarProps {
  readonly selection: Selection;
  readonly onChange: (kind: BulkKind) => void;
}

export function BulkBar({ selection, onChange }: BulkBarProps) {
  const { t } = useTranslation();
  const mayEdit = useMay('endpoint.edit');
  const mayApprove = useMay('endpoint.approve');
  const may = new Map([
    ['endpoint.edit', mayEdit],
    ['endpoint.approve', mayApprove],
  ]);
  const { chosen } = selection;
  const leftOut = chosen.kind === 'all' ? chosen.except.size : 0;
  return (
    <div role="group" aria-label={t('bulk.label')} className={styles['bar']}>
      <strong role="status">
        {t('table.selected', { count: selection.count })}
        {leftOut > 0 && `, ${t('bulk.leftOut', { count: leftOut })}`}
      </strong>
      {KINDS.filter(({ needs }) => may.get(needs) === true).map(({ kind }) => (
        <Button key={kind} size="compact-xs" variant="default" onClick={() => onChange(kind)}>
          {t(`bulk.${kind}`)}
        </Button>
      ))}
      {!selection.isAll && (
        <Button size="compact-xs" variant="subtle" onClick={() => selection.setAll(true)}>
          {t('bulk.all')}
        </Button>
      )}
      <Button size="compact-xs" variant="subtle" onClick={() => selection.setAll(false)}>
        {t('table.clear')}
      </Button>
    </div>
  );
}
