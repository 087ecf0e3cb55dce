// The most asked fields of a list, each with the values there are among what is found, one choice away.
import { Button } from '@mantine/core';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pieceOf } from '../files.ts';
import styles from './facets.module.css';
import { hasTerm, withOrWithout } from './query-words.ts';
import type { QueryResource } from './use-suggestions.ts';

const FacetMenu = pieceOf(async () => (await import('./facet-menu.tsx')).FacetMenu);

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

/** What is asked for first, one key away; each is one term of the query. */
const URGENT = { overdue: 'overdue:yes', exploited: 'exploited:yes', restart: 'reboot:yes' } as const;

export interface FacetsProps {
  readonly resource: QueryResource;
  readonly fields: readonly Facet[];
  readonly urgent?: readonly (keyof typeof URGENT)[];
  readonly q: string;
  readonly onSearch: (q: string) => void;
}

export function Facets({ resource, fields, urgent = [], q, onSearch }: FacetsProps) {
  const { t } = useTranslation();
  return (
    <div role="group" aria-label={t('facet.label')} className={styles['facets']}>
      {urgent.map((each) => {
        const isOn = hasTerm(q, URGENT[each]);
        return (
          <Button
            key={each}
            size="compact-xs"
            variant={isOn ? 'filled' : 'default'}
            aria-pressed={isOn}
            onClick={() => onSearch(withOrWithout(q, URGENT[each]))}
          >
            {t(`facet.urgent.${each}`)}
          </Button>
        );
      })}
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
function FacetButton({
  resource,
  field,
  q,
  onSearch,
}: Omit<FacetsProps, 'fields' | 'urgent'> & { readonly field: Facet }) {
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
