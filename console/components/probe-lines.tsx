// Probes, one on a line as the command line takes them; what is wrong with a line is said once it is left.
import { Textarea } from '@mantine/core';
import { mostProbes, mostRingProbes, readProbe, readRingProbe } from '@suture/protocol/deployments/probe-text.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useServerWords } from '../i18n/server-words.ts';

const KINDS = {
  probes: { read: readProbe, most: mostProbes, example: '/usr/sbin/nginx -t' },
  ringProbes: { read: readRingProbe, most: mostRingProbes, example: 'https://shop.example.org/health' },
} as const;

export interface ProbeLinesProps {
  readonly kind: keyof typeof KINDS;
  readonly lines: readonly string[];
  readonly onChange: (lines: readonly string[]) => void;
}

export function ProbeLines({ kind, lines, onChange }: ProbeLinesProps) {
  const { t } = useTranslation();
  const words = useServerWords();
  const [text, setText] = useState(() => lines.join('\n'));
  const [isLeft, setLeft] = useState(true);
  const { read, most, example } = KINDS[kind];
  const faults = isLeft
    ? lines.flatMap((line) => {
        const found = read(line);
        return found.ok ? [] : found.problems.map((fault) => ({ ...fault, line }));
      })
    : [];
  const [fault] = faults;
  const error =
    lines.length > most
      ? t('probes.tooMany', { count: most })
      : fault && `${fault.line.slice(0, 60)}: ${words.sentence(fault.problem)}. ${words.sentence(fault.remedy)}`;
  return (
    <Textarea
      label={t(`probes.${kind}`)}
      description={t(`probes.${kind}How`)}
      placeholder={example}
      value={text}
      error={error}
      rows={2}
      autoComplete="off"
      spellCheck={false}
      onFocus={() => setLeft(false)}
      onBlur={() => setLeft(true)}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        onChange(linesOf(currentTarget.value));
      }}
    />
  );
}

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
