// Where a query is written: completed as one types, searched on Enter, and what is wrong with it shown at its place.
import { TextInput } from '@mantine/core';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refused } from '../api/client.ts';
import { useServerWords } from '../i18n/server-words.ts';
import styles from './query-bar.module.css';
import { taking } from './query-words.ts';
import { keepQuery } from './recent-queries.ts';
import { type QueryResource, type Suggested, useSuggestions } from './use-suggestions.ts';

export interface QueryBarProps {
  /** The list, for what was asked of it before. */
  readonly list: string;
  readonly resource: QueryResource;
  readonly value: string;
  readonly onSearch: (query: string) => void;
  /** Of the list that the query asks for. */
  readonly error: Error | null;
}

export function QueryBar({ list, resource, value, onSearch, error }: QueryBarProps) {
  const { t } = useTranslation();
  const words = useServerWords();
  const input = useRef<HTMLInputElement>(null);
  const mirror = useRef<HTMLDivElement>(null);
  const listbox = useId();
  const [draft, setDraft] = useState(value);
  const [cursor, setCursor] = useState(value.length);
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState<number>();
  useEffect(() => setDraft(value), [value]);
  useEffect(() => input.current?.setSelectionRange(cursor, cursor), [cursor, draft]);

  const isAsked = draft.trim() === value;
  const fault =
    error instanceof Refused && isAsked ? error.problem?.errors?.find(({ name }) => name === 'q') : undefined;
  const place = fault?.from !== undefined && fault.to !== undefined ? { from: fault.from, to: fault.to } : undefined;
  const meant = place && fault?.suggestion !== undefined ? { ...place, suggestion: fault.suggestion } : undefined;
  const shown = useSuggestions({ list, resource, text: draft, cursor, fault: meant, isOn: isOpen });
  const isListed = isOpen && shown.length > 0;
  // What was probably meant is one key away.
  const here = at ?? (meant === undefined ? undefined : 0);
  const active = here === undefined ? undefined : shown[Math.min(here, shown.length - 1)];

  useEffect(() => {
    if (meant !== undefined && document.activeElement === input.current) setOpen(true);
  }, [meant?.suggestion, meant?.from]);

  const search = (query: string) => {
    keepQuery(list, query.trim());
    setOpen(false);
    setAt(undefined);
    onSearch(query.trim());
  };
  const take = (one: Suggested) => {
    const next = taking(draft, one, one.text);
    setAt(undefined);
    if (one.isWhole) {
      const whole = draft.slice(0, one.from) + one.text + draft.slice(one.to);
      setDraft(whole);
      search(whole);
      return;
    }
    setDraft(next.text);
    setCursor(next.cursor);
    input.current?.focus();
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (!isListed) setOpen(true);
      else setAt(((here ?? (step > 0 ? -1 : 0)) + step + shown.length) % shown.length);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && isListed && active !== undefined) {
      event.preventDefault();
      take(active);
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      setOpen(false);
      setAt(undefined);
    }
  };
  const follow = () => {
    if (mirror.current && input.current) mirror.current.scrollLeft = input.current.scrollLeft;
  };

  return (
    <form
      role="search"
      className={styles['bar']}
      onSubmit={(event) => {
        event.preventDefault();
        search(draft);
      }}
    >
      <div className={styles['field']}>
        <TextInput
          ref={input}
          id="query"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={isListed}
          aria-controls={listbox}
          aria-activedescendant={isListed && active ? `${listbox}-${shown.indexOf(active)}` : undefined}
          aria-label={t('query.label')}
          placeholder={t(`suggest.example.${resource}`)}
          value={draft}
          onChange={({ currentTarget }) => {
            setDraft(currentTarget.value);
            setCursor(currentTarget.selectionStart ?? currentTarget.value.length);
            setOpen(true);
            setAt(undefined);
          }}
          onSelect={({ currentTarget }) => setCursor(currentTarget.selectionStart ?? 0)}
          onClick={() => setOpen(true)}
          onFocus={() => setOpen(draft === '')}
          onBlur={() => setOpen(false)}
          onKeyDown={onKey}
          onScroll={follow}
          error={fault && t('query.wrong', { detail: words.sentence(fault.detail) })}
          autoComplete="off"
          spellCheck={false}
        />
        {place && (
          <div ref={mirror} className={styles['mirror']} aria-hidden="true">
            {draft.slice(0, place.from)}
            <span className={styles['fault']}>
              {draft.slice(place.from, Math.max(place.to, place.from + 1)) || ' '}
            </span>
          </div>
        )}
        <ul id={listbox} role="listbox" aria-label={t('suggest.label')} className={styles['list']} hidden={!isListed}>
          {shown.map((one, index) => (
            <li
              key={`${one.text} ${one.from}`}
              id={`${listbox}-${index}`}
              role="option"
              aria-selected={one === active}
              // Before the field loses the focus.
              onPointerDown={(event) => {
                event.preventDefault();
                take(one);
              }}
            >
              <span className="mono">{one.text}</span>
              <span className="quiet">{one.help}</span>
            </li>
          ))}
        </ul>
      </div>
    </form>
  );
}
