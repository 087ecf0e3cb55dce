// The most asked fields of a list, each with the values there are among what is found, one choice away.
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './facets.module.css';
import type { QueryResource } from './use-suggestions.ts';

const FacetMenu = lazy(async () => ({ default: (await import('./facet-menu.tsx')).FacetMenu }));

export type Facet =
  | 'os'
  | 'enrolment'
  | 'inventory'
  | 'exposure'
  | 'tag'
  | 'severity'
  | 'exploited'
  | 'state'
  | 'source'
  | 'security'
  | 'update';

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
        <FacetButton key={field} resource={resource} field={field} q={q} onSearch={onSearch} />
      ))}
      {q !== '' && (
        <Button size="compact-xs" variant="subtle" onClick={() => onSearch('')}>
          {t('facet.clear')}
        </Button>
      )}
    </div>
  );
}

/** The menu with its values is loaded when one is first opened. */
function FacetButton({ resource, field, q, onSearch }: Omit<FacetsProps, 'fields'> & { readonly field: Facet }) {
  const { t } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  const button = (
    <Button size="compact-xs" variant="default" rightSection="▾" aria-haspopup="menu" onClick={() => setAsked(true)}>
      {t(`facet.${field}`)}
    </Button>
  );
  if (!isAsked) return button;
  return (
    <Suspense fallback={button}>
      <FacetMenu resource={resource} field={field} q={q} onSearch={onSearch} />
    </Suspense>
  );
}
