// A statement made of a part of what a query asks: parameters that do not stand in it, which PostgreSQL refuses, are left out.

/** The places of parameters are numbered anew. */
export function withoutUnused(
  text: string,
  values: readonly unknown[],
): { readonly text: string; readonly values: readonly unknown[] } {
  const used: unknown[] = [];
  const places = new Map<string, number>();
  const numbered = text.replaceAll(/\$(\d+)\b/g, (_, written: string) => {
    const place = places.get(written) ?? used.push(values[Number(written) - 1]);
    places.set(written, place);
    return `$${place}`;
  });
  return { text: numbered, values: used };
}
