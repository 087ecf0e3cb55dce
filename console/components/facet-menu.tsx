// The values of one field among what is found, to choose from; open from the start, as it is loaded by opening it.
import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../api/client.ts';
import type { Facet, FacetsProps } from './facets.tsx';
import styles from './facets.module.css';
import { withTerm } from './query-words.ts';

export function FacetMenu({
  resource,
  field,
  q,
  onSearch,
}: Omit<FacetsProps, 'fields' | 'urgent'> & { readonly field: Facet }) {
  const { t, i18n } = useTranslation();
  const [isOpen, setOpen] = useState(true);
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
