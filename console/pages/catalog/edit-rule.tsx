// Says of a product which of its updates are taken, and whether it must be there: a new version of its rule.
import { NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { Dialog } from '../../components/dialog.tsx';
import { OLD } from './catalog.tsx';
import type { Product, Rule } from './columns.tsx';
import styles from './catalog.module.css';

type Said = Rule['said'];

const STANCES = ['approved', 'held', 'blocked', 'pinned'] as const;
const PRESENCES = ['any', 'required', 'forbidden'] as const;
/** As `core/catalog/rule.ts` has it; the server has the last word. */
const MOST_DAYS = 90;

const NEW: Said = {
  stance: 'held',
  versions: [],
  waitDays: 0,
  presence: 'any',
  endpoints: '',
  reason: '',
  until: null,
};

const hasVersions = ({ stance }: Said): boolean => stance === 'blocked' || stance === 'pinned';

/** What stands in fields that are not there any more says nothing. */
const asMeant = (said: Said): Said => ({
  ...said,
  versions: hasVersions(said) ? said.versions : [],
  endpoints: said.presence === 'any' ? '' : said.endpoints,
});

export interface EditRuleProps {
  /** Undefined asks which. */
  readonly product: Product | undefined;
  readonly onClose: () => void;
}

export function EditRule({ product, onClose }: EditRuleProps) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [said, setSaid] = useState<Said>(() => product?.rule?.said ?? NEW);
  const change = (next: Partial<Said>) => setSaid((now) => ({ ...now, ...next }));
  const id = product?.product ?? name.trim();
  const version = product?.rule?.version;
  const act = useAct(
    (text: Said, header) =>
      dataOf(
        api.PUT('/api/v1/catalog/{product}/rule', {
          params: { path: { product: id }, header },
          body: { said: text, ...(version !== undefined && { version }) },
        }),
      ),
    { old: OLD, onDone: onClose },
  );
  return (
    <Dialog
      title={titleOf(t, product)}
      submit={t('act.save')}
      onSubmit={() => act.mutate(asMeant(said))}
      onClose={onClose}
      error={act.error}
      isPending={act.isPending}
      isReady={id !== '' && said.reason.trim() !== ''}
      size="lg"
    >
      <div className={styles['form']}>
        {product === undefined && (
          <TextInput
            className={styles['wide'] ?? ''}
            label={t('catalog.field.product')}
            description={t('catalog.hint.product')}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            required
            data-autofocus
          />
        )}
        <NativeSelect
          label={t('catalog.field.stance')}
          value={said.stance}
          onChange={({ currentTarget }) =>
            change({ stance: STANCES.find((each) => each === currentTarget.value) ?? 'approved' })
          }
          data={STANCES.map((value) => ({ value, label: t(`catalog.stance.${value}`) }))}
        />
        {hasVersions(said) ? (
          <TextInput
            label={t('catalog.field.versions')}
            description={t('catalog.hint.versions')}
            defaultValue={said.versions.join(', ')}
            onChange={({ currentTarget }) => change({ versions: listOf(currentTarget.value) })}
            autoComplete="off"
            spellCheck={false}
          />
        ) : (
          <span />
        )}
        <NumberInput
          label={t('catalog.field.waitDays')}
          description={t('catalog.hint.waitDays')}
          value={said.waitDays}
          min={0}
          max={MOST_DAYS}
          hideControls
          onChange={(value) => change({ waitDays: typeof value === 'number' ? value : 0 })}
        />
        <TextInput
          type="date"
          label={t('catalog.field.until')}
          description={t('catalog.hint.until')}
          value={said.until ?? ''}
          onChange={({ currentTarget }) => change({ until: currentTarget.value === '' ? null : currentTarget.value })}
        />
        <NativeSelect
          label={t('catalog.field.presence')}
          value={said.presence}
          onChange={({ currentTarget }) =>
            change({ presence: PRESENCES.find((each) => each === currentTarget.value) ?? 'any' })
          }
          data={PRESENCES.map((value) => ({ value, label: t(`catalog.presences.${value}`) }))}
        />
        {said.presence !== 'any' && (
          <TextInput
            label={t('catalog.field.endpoints')}
            description={t('catalog.hint.endpoints')}
            value={said.endpoints}
            onChange={({ currentTarget }) => change({ endpoints: currentTarget.value })}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        <Textarea
          className={styles['wide'] ?? ''}
          label={t('catalog.field.reason')}
          description={t('catalog.hint.reason')}
          value={said.reason}
          onChange={({ currentTarget }) => change({ reason: currentTarget.value })}
          rows={2}
          maxLength={1000}
          required
        />
      </div>
    </Dialog>
  );
}

function titleOf(t: TFunction, product: Product | undefined): string {
  if (product === undefined) return t('catalog.new');
  return t(product.rule === null ? 'catalog.newOf' : 'catalog.change', { name: product.name });
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
