// What fields of one type have in common, so that the lists of fields say only what is particular.

export const text = { type: 'text', usual: [], aliases: [], optional: false } as const;
export const tag = { type: 'tag', aliases: [], optional: false } as const;
export const boolean = { type: 'boolean', aliases: [], optional: false } as const;
export const past = { type: 'past', aliases: [], optional: false } as const;
export const version = { type: 'version', aliases: [], optional: false } as const;
export const choice = { type: 'choice', aliases: [], optional: false } as const;
export const ordered = { type: 'enum', unordered: [], aliases: [], optional: false } as const;
