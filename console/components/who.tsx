// Who did something, by name where one may know it; a long id by its beginning.
import { useNames } from '../api/names.ts';

export function Who({ actor }: { readonly actor: string }) {
  const name = useNames()(actor);
  return <span title={actor}>{name === actor ? actor.replace(/^(\w+:[0-9a-f]{8})[0-9a-f-]+$/, '$1…') : name}</span>;
}
