// By whom, what and to what: the entries of the audit that are shown.
import { Button, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { textOf } from '../../components/form-fields.ts';
import type { AuditSearch } from '../../urls.ts';
import styles from './audit.module.css';

export const FILTERS = ['actor', 'action', 'subject'] as const;

export interface FiltersProps {
  readonly filter: AuditSearch;
  readonly onFilter: (filter: AuditSearch) => void;
}

export function Filters({ filter, onFilter }: FiltersProps) {
  const { t } = useTranslation();
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const given = FILTERS.map((name) => [name, textOf(form, name)] as const).filter(([, value]) => value !== '');
    onFilter(Object.fromEntries(given));
  };
  return (
    <form role="search" aria-label={t('audit.filter')} className={styles['filters']} onSubmit={onSubmit}>
      {FILTERS.map((name, index) => (
        <TextInput
          key={name}
          name={name}
          label={t(`audit.${name}`)}
          placeholder={t(`audit.example.${name}`)}
          defaultValue={filter[name]}
          autoComplete="off"
          spellCheck={false}
          {...(index === 0 && { id: 'query' })}
        />
      ))}
      <Button type="submit" variant="default">
        {t('audit.show')}
      </Button>
      {FILTERS.some((name) => filter[name] !== undefined) && (
        <Button variant="subtle" onClick={() => onFilter({})}>
          {t('audit.showAll')}
        </Button>
      )}
    </form>
  );
}
