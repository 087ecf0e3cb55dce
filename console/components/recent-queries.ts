// The last queries of each list, kept in this browser and nowhere else.
const MOST = 5;

const keptAs = (list: string): string => `suture.recent.${list}`;

export function recentQueries(list: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keptAs(list)) ?? '[]');
    return Array.isArray(kept) ? kept.filter((each): each is string => typeof each === 'string').slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export function keepQuery(list: string, query: string): void {
  if (query === '') return;
  const others = recentQueries(list).filter((each) => each !== query);
  localStorage.setItem(keptAs(list), JSON.stringify([query, ...others].slice(0, MOST)));
}
