// Where the focus goes when what opened over a page is closed: back to where it came from.
import { useEffect, useState } from 'react';

let lastOutside: HTMLElement | undefined;

const isInDialog = (element: Element): boolean => element.closest('[role=dialog]') !== null;

document.addEventListener('focusin', ({ target }) => {
  if (target instanceof HTMLElement && !isInDialog(target)) lastOutside = target;
});

/** For what is mounted as long as it is open. Where its opener is gone the page itself takes the focus. */
export function useFocusBack(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // After it is gone, and after whatever follows it has opened.
      setTimeout(() => {
        const below = [...document.querySelectorAll<HTMLElement>('[role=dialog]')].at(-1);
        const places = [opener, lastOutside, document.getElementById('page')];
        const to = places.find(
          (place): place is HTMLElement =>
            place instanceof HTMLElement &&
            place !== document.body &&
            place.isConnected &&
            below?.contains(place) !== false,
        );
        const isPlaced =
          below === undefined ? document.activeElement !== document.body : below.contains(document.activeElement);
        if (!isPlaced) (to ?? below)?.focus({ preventScroll: true });
      });
    },
    [opener],
  );
}
