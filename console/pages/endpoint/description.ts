// What people say of an endpoint: how much it matters, and who can reach it.
export const CRITICALITIES = ['lowest', 'low', 'normal', 'high', 'highest'] as const;
export type Criticality = (typeof CRITICALITIES)[number];

export const EXPOSURES = ['internet', 'internal', 'unknown'] as const;
export type Exposure = (typeof EXPOSURES)[number];
