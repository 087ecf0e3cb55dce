// The pages in the order of the navigation; each key is also its letter after g.
export const PAGES = [{ key: 'endpoints', to: '/endpoints', letter: 'e' }] as const;
export type PageKey = (typeof PAGES)[number]['key'];
