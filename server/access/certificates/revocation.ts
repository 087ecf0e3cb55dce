// Revoked certificates as data: what is kept of each, and for how long.

export interface Revocation {
  /** 32 lower-case hexadecimal digits. */
  readonly serial: string;
  readonly revokedAt: Date;
  readonly reason: 'superseded' | 'key-lost' | 'cloned' | 'endpoint-removed' | 'by-person';
  /** The end of the certificate's own life, after which nothing needs to remember it. */
  readonly notAfter: Date;
}

/** The look-up that `verifyPeer` asks. Build it anew when a revocation arrives; it is then in force at the next request. */
export function revokedSerials(revocations: readonly Revocation[]): (serial: string) => boolean {
  const serials = new Set(revocations.map(({ serial }) => serial));
  return (serial) => serials.has(serial);
}

/** Those that could still be shown; the others may be forgotten. A day is kept in hand for clocks. */
export function stillNeeded(revocations: readonly Revocation[], now: Date): readonly Revocation[] {
  return revocations.filter(({ notAfter }) => notAfter.getTime() + 86_400_000 > now.getTime());
}
