// Where the agent calls. All under one prefix, so that a proxy can keep the agents' door apart from people's.
import type { Digest } from './text.ts';

export const agentPaths = {
  enrol: '/agent/v1/enrol',
  renewCertificate: '/agent/v1/certificate',
  checkIn: '/agent/v1/check-in',
  /** With the route's parameter as the server's router writes it. */
  set: '/agent/v1/sets/:digest',
  /** What a plan says of the endpoint that asks; `hash` as its dispatch names it. */
  planPart: '/agent/v1/plans/:hash',
  /** Whom the server signs as. */
  signers: '/agent/v1/signers',
  /** Packages of the organisation's own: what is on offer, and a part of a file of it. */
  ownPackages: '/agent/v1/own-packages',
  ownFilePart: '/agent/v1/own-files/:sha256/:part',
  /** For machines that have no agent yet, and so no certificate. */
  installScript: '/agent/v1/install',
  packages: '/agent/v1/packages',
} as const;

/** The path and query of one upload; `base` for a delta. */
export const setPath = (digest: Digest, base?: Digest): string =>
  `/agent/v1/sets/${digest}${base === undefined ? '' : `?base=${base}`}`;

export const planPartPath = (hash: string): string => `/agent/v1/plans/${hash}`;

export const ownFilePartPath = (sha256: string, part: number): string => `/agent/v1/own-files/${sha256}/${part}`;
