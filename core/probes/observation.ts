// What is looked at on an endpoint before a job, after it, and at the end of its soak. What could not be read is null, never empty.

/** A moment's look at one endpoint; the order of lists does not matter. */
export interface Observation {
  /** UTC milliseconds by the endpoint's clock. */
  readonly at: number;
  readonly bootId: string | null;
  readonly runningKernel: string | null;
  readonly rebootPending: { readonly is: boolean; readonly why: readonly string[] } | null;
  readonly space: readonly FileSystemSpace[] | null;
  readonly audit: { readonly clean: boolean; readonly problems: readonly string[] } | null;
  readonly units: { readonly active: readonly string[]; readonly failed: readonly string[] } | null;
  /** `tcp 0.0.0.0:22`, `udp [::]:123`. */
  readonly listening: readonly string[] | null;
  /** Services and processes that run code which an update has replaced. */
  readonly oldCode: readonly string[] | null;
  /** Of one minute, for each processor. */
  readonly load: number | null;
  /** The endpoint's clock minus the server's, in milliseconds. */
  readonly clockSkewMs: number | null;
  /** By name, as the policy names them. */
  readonly custom: Readonly<Record<string, ProbeAnswer>>;
}

export interface FileSystemSpace {
  readonly path: string;
  readonly freeBytes: number;
  readonly sizeBytes: number;
}

export type ProbeAnswer =
  | { readonly passed: true }
  | { readonly passed: false; readonly why: string }
  /** It could not be asked; that is no pass. */
  | { readonly passed: null; readonly why: string };

/** A probe that a policy adds. A command is argv, run without a shell; 0 passes. */
export type CustomProbe =
  | {
      readonly kind: 'command';
      readonly name: string;
      readonly argv: readonly [string, ...string[]];
      readonly timeoutMs: number;
      readonly blocking: boolean;
    }
  | {
      readonly kind: 'http';
      readonly name: string;
      /** http or https, without a user name. */
      readonly url: string;
      readonly expectStatus: number;
      /** Text that the first 64 KiB of the answer must contain; empty: any. */
      readonly expectText: string;
      readonly timeoutMs: number;
      readonly blocking: boolean;
    };
