// The columns of the catalog's products, with the rule about each in few words and what can be done.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { Item } from '../../api/types.ts';
import type { Column } from '../../components/data-table.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import type { Level } from '../../theme/severity.ts';
import type { CATALOG_OF } from '../../urls.ts';

export type Product = Item<'readCatalog'>;
export type Rule = NonNullable<Product['rule']>;
type Compliance = NonNullable<Product['compliance']>;

const LEVEL = {
  compliant: 'fine',
  missing: 'high',
  forbidden: 'high',
  'not-known': 'unknown',
} as const satisfies Record<Compliance['state'], Level>;

/** What becomes of updates, in words. */
export function stanceText(t: TFunction, { said, isInForce }: Rule): string {
  const versions = said.versions.join(', ');
  const stance = said.stance === 'blocked' && versions === '' ? 'blockedAll' : said.stance;
  const parts = [
    ...(said.stance === 'approved' && said.waitDays > 0 ? [] : [t(`catalog.says.${stance}`, { versions })]),
    ...(said.waitDays > 0 ? [t('catalog.says.waits', { count: said.waitDays })] : []),
    ...(isInForce ? [] : [t('catalog.says.over')]),
  ];
  return parts.join(', ');
}

function complianceText(t: TFunction, language: string, { state, wrong }: Compliance): string {
  if (state === 'not-known') return t('catalog.state.notKnown');
  return state === 'compliant'
    ? t('catalog.state.compliant')
    : t(`catalog.state.${state}`, { count: wrong, shown: wrong.toLocaleString(language) });
}

export interface CatalogColumnsOptions {
  readonly t: TFunction;
  readonly language: string;
  /** Which products are shown. */
  readonly of: 'all' | (typeof CATALOG_OF)[number];
  readonly mayEdit: boolean;
  readonly change: (product: Product) => void;
  readonly remove: (product: Product) => void;
}

export function catalogColumns(options: CatalogColumnsOptions): readonly Column<Product>[] {
  const { t, language, of, mayEdit, change, remove } = options;
  return [
    {
      id: 'product',
      header: t('catalog.product'),
      width: 'minmax(180px, 2fr)',
      narrow: 'minmax(0, 3fr)',
      cell: ({ name, product, vendor }) => (
        <span title={product}>
          <Link to="/catalog/$product" params={{ product }}>
            {name}
          </Link>{' '}
          <span className="quiet">{vendor ?? product}</span>
        </span>
      ),
    },
    {
      id: 'channels',
      header: t('catalog.channels'),
      width: 'minmax(140px, 1fr)',
      cell: ({ channels }) => <span className="quiet">{channels.join(', ')}</span>,
    },
    {
      id: 'versions',
      header: t('catalog.versions'),
      width: 'minmax(130px, 1fr)',
      cell: ({ versions: [first, ...rest] }) =>
        first !== undefined && (
          <>
            <span className="mono">{first.version}</span>{' '}
            {rest.length > 0 && <span className="quiet">{t('catalog.more', { count: rest.length })}</span>}
          </>
        ),
    },
    {
      id: 'endpoints',
      header: t('vulnerabilities.endpoints'),
      width: '90px',
      align: 'end',
      cell: ({ endpoints, q }) => (
        <Link to="/endpoints" search={{ q }}>
          {endpoints.toLocaleString(language)}
        </Link>
      ),
    },
    {
      id: 'updates',
      header: t('catalog.updates'),
      width: 'minmax(130px, 1fr)',
      ...(of !== 'wrong' && { narrow: 'minmax(0, 2fr)' }),
      cell: ({ rule, versionRule }) =>
        rule === null ? (
          <span className="quiet">{t('catalog.says.approved')}</span>
        ) : (
          <span title={rule.said.reason}>
            {versionRule?.state === 'broken' && <SeverityMark level="high" bare />} {stanceText(t, rule)}
            {versionRule?.state === 'broken' &&
              `, ${t('catalog.versionsWrong', {
                count: versionRule.endpoints,
                shown: versionRule.endpoints.toLocaleString(language),
              })}`}
          </span>
        ),
    },
    {
      id: 'presence',
      header: t('catalog.presence'),
      width: 'minmax(220px, 1.4fr)',
      ...(of === 'wrong' && { narrow: 'minmax(0, 3fr)' }),
      cell: ({ rule, compliance }) =>
        compliance === null || rule === null ? (
          <span className="quiet">–</span>
        ) : (
          <>
            <SeverityMark level={LEVEL[compliance.state]} bare /> {t(`catalog.presences.${rule.said.presence}`)},{' '}
            {complianceText(t, language, compliance)}
          </>
        ),
    },
    ...(mayEdit
      ? [
          {
            id: 'actions',
            header: t('act.actions'),
            width: '190px',
            cell: (product: Product) => (
              <>
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={t(product.rule === null ? 'catalog.newOf' : 'catalog.change', { name: product.name })}
                  onClick={() => change(product)}
                >
                  {product.rule === null ? t('catalog.new') : t('act.change')}
                </Button>{' '}
                {product.rule !== null && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={t('catalog.remove', { name: product.name })}
                    onClick={() => remove(product)}
                  >
                    {t('act.remove')}
                  </Button>
                )}
              </>
            ),
          },
        ]
      : []),
  ];
}
