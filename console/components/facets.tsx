// The most asked fields of a list, each with the values there are among what is found, one choice away.
import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../api/client.ts';
import styles from './facets.module.css';
import { withTerm } from './query-words.ts';
import type { QueryResource } from './use-suggestions.ts';

export type Facet =
  | 'os'
  | 'enrolment'
  | 'inventory'
  | 'exposure'
  | 'tag'
  | 'severity'
  | 'exploited'
  | 'state'
  | 'source';

export interface FacetsProps {
  readonly resource: QueryResource;
  readonly fields: readonly Facet[];
  readonly q: string;
  readonly onSearch: (q: string) => void;
}

export function Facets({ resource, fields, q, onSearch }: FacetsProps) {
  const { t } = useTranslation();
  return (
    <div role="group" aria-label={t('facet.label')} className={styles['facets']}>
      {fields.map((field) => (
        <FacetMenu key={field} resource={resource} field={field} q={q} onSearch={onSearch} />
      ))}
      {q !== '' && (
        <Button size="compact-xs" variant="subtle" onClick={() => onSearch('')}>
          {t('facet.clear')}
        </Button>
      )}
    </div>
  );
}

function FacetMenu({ resource, field, q, onSearch }: Omit<FacetsProps, 'fields'> & { readonly field: Facet }) {
  const { t, i18n } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { data, isError } = useQuery({
    queryKey: ['values', resource, field, '', q],
    queryFn: () => dataOf(api.GET('/api/v1/values', { params: { query: { resource, field, q, limit: 20 } } })),
    enabled: isOpen,
    retry: false,
  });
  return (
    <Menu opened={isOpen} onChange={setOpen} position="bottom-start" withinPortal={false}>
      <Menu.Target>
        <Button size="compact-xs" variant="default" rightSection="▾">
          {t(`facet.${field}`)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={styles['menu'] ?? ''}>
        {data?.values.map(({ value, count }) => (
          <Menu.Item
            key={value}
            rightSection={<span className="quiet">{count.toLocaleString(i18n.language)}</span>}
            onClick={() => onSearch(withTerm(q, field, value))}
          >
            {value}
          </Menu.Item>
        ))}
        {(isError || data?.values.length === 0) && <Menu.Label>{t('facet.none')}</Menu.Label>}
        {data === undefined && !isError && <Menu.Label>{t('state.loading')}</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
}
