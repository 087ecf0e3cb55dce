// What a change changed: two states as JSON, compared member by member.
export interface Difference {
  /** `role`, `facts.kernel`; empty for a state that is no object. */
  readonly path: string;
  /** As JSON; undefined where there was none. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly is: 'added' | 'removed' | 'changed' | 'same';
}

const DEEP = 4;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text stands as it is, anything else as JSON. */
const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** `before` and `after` of an entry: null where there was no state. In the order in which the members stand. */
export function differences(before: unknown, after: unknown): readonly Difference[] {
  return compare('', before ?? undefined, after ?? undefined, DEEP);
}

function compare(path: string, before: unknown, after: unknown, deep: number): readonly Difference[] {
  const [one, other] = [before ?? {}, after ?? {}];
  const isOpened = before !== undefined || after !== undefined;
  if (isOpened && deep > 0 && isObject(one) && isObject(other)) {
    // What stands in both as itself, never what every object has.
    const own = (state: object, name: string): unknown =>
      Object.hasOwn(state, name) ? Reflect.get(state, name) : undefined;
    return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((name) =>
      compare(path === '' ? name : `${path}.${name}`, own(one, name), own(other, name), deep - 1),
    );
  }
  if (!isOpened) return [];
  const was = before === undefined ? undefined : shown(before);
  const is = after === undefined ? undefined : shown(after);
  const kind = was === undefined ? 'added' : is === undefined ? 'removed' : was === is ? 'same' : 'changed';
  return [{ path, before: was, after: is, is: kind }];
}
