// A change: sent with a key, so that it is done once however often it is tried, and what it makes old is asked for anew.
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';

/** The header by which the server knows the same request again. */
export interface Once {
  readonly 'Idempotency-Key': string;
}

export interface ActOptions<Result> {
  /** The first words of the keys that answers are kept under. */
  readonly old: readonly string[];
  readonly onDone?: (result: Result) => void;
}

/** The key stays the same while the same is tried again without an answer, and is another for anything else. */
export function useAct<Input, Result>(
  act: (input: Input, once: Once) => Promise<Result>,
  { old, onDone }: ActOptions<Result>,
): UseMutationResult<Result, Error, Input> {
  const queries = useQueryClient();
  const tried = useRef<{ readonly said: string; readonly key: string }>(undefined);
  return useMutation({
    mutationFn: (input: Input) => {
      const said = JSON.stringify(input) ?? '';
      if (tried.current?.said !== said) tried.current = { said, key: crypto.randomUUID() };
      return act(input, { 'Idempotency-Key': tried.current.key });
    },
    onSuccess: (result) => {
      tried.current = undefined;
      void queries.invalidateQueries({ predicate: ({ queryKey: [first] }) => old.includes(String(first)) });
      onDone?.(result);
    },
  });
}
