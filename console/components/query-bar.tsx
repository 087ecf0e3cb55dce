// Where a query is written: searched on Enter, with the server's word on what is wrong at its place.
import { Button, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refused } from '../api/client.ts';
import styles from './query-bar.module.css';

export interface QueryBarProps {
  readonly value: string;
  readonly onSearch: (query: string) => void;
  /** Of the list that the query asks for. */
  readonly error: Error | null;
}

export function QueryBar({ value, onSearch, error }: QueryBarProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const fault = error instanceof Refused ? error.problem?.errors?.find(({ in: part }) => part === 'query') : undefined;
  const { suggestion, from, to } = fault ?? {};
  return (
    <form
      role="search"
      className={styles['bar']}
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(draft.trim());
      }}
    >
      <TextInput
        className={styles['field'] ?? ''}
        id="query"
        aria-label={t('query.label')}
        description={undefined}
        placeholder={t('query.placeholder')}
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        error={fault && t('query.wrong', { detail: fault.detail })}
        autoComplete="off"
        spellCheck={false}
      />
      {suggestion !== undefined && from !== undefined && to !== undefined && (
        <Button variant="default" onClick={() => onSearch(value.slice(0, from) + suggestion + value.slice(to))}>
          {t('query.didYouMean', { suggestion })}
        </Button>
      )}
    </form>
  );
}
