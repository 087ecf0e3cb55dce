// Who did something, for people: by name where the server said it, else by the beginning of the id.
export const whoText = (actor: string, name?: string | null): string =>
  name ?? actor.replace(/^(\w+:[0-9a-f]{8})-[0-9a-f-]{27}$/, '$1…');
