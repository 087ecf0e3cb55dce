// How much of what a query finds is overdue.

/** The same query, for what is overdue alone. */
export const overdueOnly = (query: string): string => (query.trim() === '' ? 'overdue:yes' : `(${query}) overdue:yes`);
