// What is typed between asking for the search and its being there: files are on their way, and people do not wait for them.
import { useEffect, useRef } from 'react';

/** `isOpening`: it was asked for. What was typed since is given back once it is drawn, as is nothing before. */
export function useTypedAhead(isOpening: boolean): () => string {
  const typed = useRef('');
  useEffect(() => {
    typed.current = '';
    if (!isOpening) return;
    const onKey = (event: KeyboardEvent) => {
      // From when it has the focus it is written there.
      if (document.activeElement?.getAttribute('role') === 'combobox') return stop();
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Backspace') typed.current = typed.current.slice(0, -1);
      else if (event.key.length === 1) typed.current += event.key;
      else return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    const stop = (): void => window.removeEventListener('keydown', onKey, true);
    window.addEventListener('keydown', onKey, true);
    return stop;
  }, [isOpening]);
  return () => typed.current;
}
