// Says what went wrong with a download in words a person can act on.

/** No address for the name, or nobody there: trying again at once would only cost time. */
export function isUnreachable(error: unknown): boolean {
  return UNREACHABLE.has(codeOf(error));
}

const UNREACHABLE: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ETIMEDOUT',
]);

export function describe(error: unknown): string {
  const code = codeOf(error);
  const known = WORDS[code];
  if (known !== undefined) return known;
  if (/CERT|SELF_SIGNED|ISSUER|ALTNAME/.test(code))
    return `its certificate is not trusted (${code}); NODE_EXTRA_CA_CERTS names further authorities`;
  const message = error instanceof Error ? error.message : String(error);
  return message === '' ? code : message;
}

const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name could not be resolved (no network?)',
  EAI_AGAIN: 'its name could not be resolved (no network?)',
  ECONNREFUSED: 'the connection was refused',
  ENETUNREACH: 'the network cannot be reached',
  EHOSTUNREACH: 'the host cannot be reached',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ETIMEDOUT: 'the host does not answer',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
};

function codeOf(error: unknown): string {
  const { code } = (typeof error === 'object' && error !== null ? error : {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
}
