// The search over everything: pages, actions, what has a name, and a CVE's verdict in place. Loaded when it is first opened.
import { Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from './actions.ts';
import { usePages } from './pages.ts';
import styles from './palette.module.css';
import { useThings } from './things.ts';
import { useFocusBack } from '../components/focus-back.ts';
import { Verdict } from '../components/verdict.tsx';

interface Entry {
  readonly key: string;
  readonly name: string;
  readonly kind: string;
  readonly go: () => void;
}

/** A CVE, or an advisory of a known form. */
const ID = /^(?:CVE-\d{4}-\d{4,}|(?:DSA|DLA|USN|RHSA|ALSA|RLSA|GHSA|ELSA)-[\w:-]{4,})$/i;

export interface PaletteProps {
  /** What was written before it could be written here. */
  readonly typed: () => string;
  readonly onClose: () => void;
}

export function Palette({ typed, onClose }: PaletteProps) {
  const { t } = useTranslation();
  useFocusBack();
  const navigate = useNavigate();
  const list = useId();
  const [text, setText] = useState('');
  const isHere = useRef(false);
  const [at, setAt] = useState(0);
  const [asked] = useDebouncedValue(text.trim(), 120);
  const id = ID.test(text.trim()) ? text.trim().toUpperCase() : undefined;
  const { things, isFetching } = useThings(asked, id === undefined);

  const leave = (go: () => void) => () => {
    onClose();
    go();
  };
  const word = text.trim().toLowerCase();
  const offered = usePages();
  const pages: readonly Entry[] = offered
    .filter(({ key }) => t(`nav.${key}`).toLowerCase().includes(word))
    .map(({ key, to }) => ({
      key: `page ${key}`,
      name: t(`nav.${key}`),
      kind: t('palette.page'),
      go: leave(() => void navigate({ to })),
    }));
  const actions: readonly Entry[] = useActions()
    .filter(({ name }) => name.toLowerCase().includes(word))
    .map(({ key, name, go }) => ({ key: `action ${key}`, name, kind: t('palette.action'), go: leave(go) }));
  // What comes later stands below what is there at once, so that nothing moves under the cursor.
  const found: readonly Entry[] = things.map(({ key, name, kind, to }) => ({
    key,
    name,
    kind: t(`palette.${kind}`),
    go: leave(() => void navigate(to)),
  }));
  const vulnerability: readonly Entry[] =
    id === undefined
      ? []
      : [
          {
            key: id,
            name: id,
            kind: t('palette.vulnerability'),
            go: leave(() => void navigate({ to: '/vulnerabilities/$id', params: { id } })),
          },
        ];
  const entries = [...vulnerability, ...pages, ...actions, ...found];
  const here = Math.min(at, Math.max(entries.length - 1, 0));

  // What leads elsewhere from within, as the verdict's numbers do, closes it.
  const { href } = useLocation();
  const from = useRef(href);
  useEffect(() => {
    if (href !== from.current) onClose();
  }, [href, onClose]);
  useEffect(() => document.getElementById(`${list}-${here}`)?.scrollIntoView({ block: 'nearest' }), [list, here]);

  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt((here + step + entries.length) % Math.max(entries.length, 1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      entries[here]?.go();
    }
  };

  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      size="lg"
      padding={0}
      attributes={{ content: { 'aria-label': t('shell.search') } }}
      yOffset="12vh"
    >
      <TextInput
        className={styles['field'] ?? ''}
        data-autofocus
        role="combobox"
        aria-expanded={entries.length > 0}
        aria-controls={list}
        aria-activedescendant={entries[here] && `${list}-${here}`}
        aria-label={t('shell.searchHint')}
        placeholder={t('shell.searchHint')}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onFocus={() => {
          if (!isHere.current) setText(typed());
          isHere.current = true;
        }}
        onKeyDown={onKey}
        size="md"
        variant="unstyled"
      />
      {id !== undefined && (
        <div className={styles['verdict']}>
          <Verdict id={id} />
        </div>
      )}
      {entries.length === 0 && (
        <p role="status" className={styles['none']}>
          {isFetching || asked !== text.trim() ? t('state.loading') : t('palette.none')}
        </p>
      )}
      <ul
        id={list}
        hidden={entries.length === 0}
        role="listbox"
        aria-label={t('shell.search')}
        className={styles['list']}
      >
        {entries.map(({ key, name, kind, go }, index) => (
          <li
            key={key}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === here}
            className={styles['entry']}
            onClick={go}
            onPointerMove={() => setAt(index)}
          >
            <span>{name}</span>
            <span className="quiet">{kind}</span>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
