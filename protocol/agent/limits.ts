// Every size the agent protocol allows, in one place: what is longer is refused, never cut.

/** Bytes of a body before it is parsed. */
export const BODY_BYTES = {
  enrolment: 32 * 1024,
  renewal: 16 * 1024,
  /** Room for eight sections full of problems; an agent with more leaves the last problems out. */
  checkIn: 128 * 1024,
  /** A set or delta as it travels, compressed. What it may unfold to is MAX_SET_BYTES in core/packages/package-set.ts. */
  setCompressed: 8 * 1024 * 1024,
  /** Any answer of the server, as the agent reads it, but the next. */
  answer: 256 * 1024,
  /** A plan's step of some thousand packages, with its proof. */
  planPart: 960 * 1024,
} as const;

/** Characters (UTF-16 code units) of a text. */
export const TEXT = {
  /** An adapter, a verb, a virtualization: a short word of ours. */
  word: 40,
  /** Agent version, operating system id and version, architecture. */
  short: 64,
  /** Host names (RFC 1035: 253), kernels, names of operating systems, package names. */
  name: 256,
  /** A reason or an explanation in words. */
  reason: 500,
  /** A maintenance window or blackout as the policy file writes it. */
  rule: 300,
  token: 512,
  /** One PEM block: a request or a certificate. */
  pem: 8 * 1024,
  /** URI of a problem's type or instance. */
  uri: 300,
} as const;

/** Entries of a list. */
export const LIST = {
  /** Sections of one check-in, and sets the server may ask for at once. */
  sections: 64,
  problemsOfSection: 20,
  verbs: 32,
  rules: 32,
  pinned: 100,
  subscriptions: 16,
  certificates: 4,
  faults: 20,
  /** Updates whose changelogs are asked for at once. */
  changelogs: 100,
} as const;

/** Seconds. */
export const INTERVAL = { least: 5, most: 24 * 60 * 60, mostJitter: 60 * 60 } as const;
