// What the agents' actions work with, and the shape in which they answer.
import { problem, type ProblemDocument, type ProblemKind } from '@suture/protocol/agent/problem.ts';
import type { RandomBytes } from '../access/certificates/authority.ts';
import type { Rotation } from '../access/certificates/rotation.ts';
import type { OrganisationId, Store } from '../store/database.ts';
import type { WorkParts } from './hand-out-work.ts';
import type { SeenBatches } from './seen-batches.ts';

export interface AgentDoor {
  readonly store: Store;
  readonly seen: SeenBatches;
  /** The authority that vouches for endpoints, as it stands now. */
  readonly endpointAuthority: () => Rotation;
  /** What endpoints are to trust this server by, PEM, the newest first. */
  readonly serverRoots: () => readonly string[];
  readonly now: () => Date;
  readonly random: RandomBytes;
  /** Why no machine may join here; undefined where they may. */
  readonly closed?: string;
  /** What work is signed and proved with; undefined where this server gives none. */
  readonly work?: WorkParts;
  /** Every refusal and every failure; called once for each. */
  readonly log: (event: AgentEvent) => void;
  readonly cadence: {
    readonly intervalSeconds: number;
    readonly jitterSeconds: number;
    /** How old package indexes may be before endpoints are to fetch them anew; absent: endpoints are not asked to. */
    readonly indexesSeconds?: number;
  };
}

/** A request that was not answered as it was asked. Holds no secret and nothing of the body. */
export interface AgentEvent {
  readonly problem: ProblemDocument;
  /** As the router knows it, without what the caller filled in. */
  readonly path: string;
  readonly address: string;
  /** Where a certificate said who it is. */
  readonly peer: KnownPeer | undefined;
  /** Of a failure that is ours. */
  readonly error: unknown;
}

/** An endpoint whose certificate is ours and in date; whether it is in force is asked of the database. */
export interface KnownPeer {
  readonly organisation: OrganisationId;
  readonly endpoint: string;
  readonly serial: string;
}

export type Answered<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: ProblemDocument };

export const refused = (
  kind: ProblemKind,
  more?: Pick<ProblemDocument, 'detail' | 'retryAfterSeconds'>,
): { readonly ok: false; readonly problem: ProblemDocument } => ({ ok: false, problem: problem(kind, more) });
