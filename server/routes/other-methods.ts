// Whether a path takes other methods than the one that was asked: then it is there, and says which.

/** `routes`: `GET /endpoints/:id` each, as the router knows them. Returns methods, sorted; none where nothing has that path. */
export function otherMethods(routes: Iterable<string>, path: string): readonly string[] {
  const asked = path.split('/');
  const found = new Set<string>();
  for (const route of routes) {
    const [method = '', pattern = ''] = route.split(' ', 2);
    const parts = pattern.split('/');
    const isThere =
      parts.length === asked.length &&
      parts.every((part, at) => (part.startsWith(':') ? asked[at] !== '' : part === asked[at]));
    if (isThere) found.add(method);
  }
  if (found.has('GET')) found.add('HEAD');
  return [...found].toSorted();
}
