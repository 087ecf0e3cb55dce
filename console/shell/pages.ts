// The pages in the order of the navigation, each with its letter after g.
export const PAGES = [
  { key: 'overview', to: '/', letter: 'o' },
  { key: 'endpoints', to: '/endpoints', letter: 'e' },
  { key: 'patches', to: '/patches', letter: 'u' },
  { key: 'vulnerabilities', to: '/vulnerabilities', letter: 'v' },
  { key: 'lifecycle', to: '/lifecycle', letter: 'l' },
  { key: 'feeds', to: '/feeds', letter: 'f' },
] as const;
