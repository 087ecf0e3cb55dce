// The contract of a feed: where its files are, and how their bytes become advisories, signals and lifecycles.
import type { Advisory } from '@suture/core/advisories/advisory.ts';
import type { Listing } from '@suture/core/catalog/product.ts';
import type { ProductRelease } from '@suture/core/lifecycle/support.ts';

/** What a feed hands to the database, one at a time, in any order. A sink never keeps more than it must. */
export interface FeedSink {
  advisory(advisory: Advisory): void;
  exploited(row: ExploitedRow): void;
  epss(row: { cve: string; score: number; percentile: number }): void;
  ssvc(row: { cve: string; exploitation: string; automatable: string; technicalImpact: string; date: string }): void;
  /** A CVSS vector that some source gives for a CVE, e.g. `adp:CISA-ADP`. */
  cvss(row: { cve: string; vector: string; source: string }): void;
  lifecycle(row: LifecycleRow): void;
  /** What a product id of an advisory is called, so that a person may name it: Windows `11571` is `Windows Server 2019`. */
  product(row: { ecosystem: string; id: string; name: string }): void;
  /** What a channel of software has of a product. */
  listing(listing: Listing): void;
  /** A record that could not be read: counted, the first few named, the rest kept. */
  malformed(record: string, reason: string): void;
}

export interface ExploitedRow {
  readonly cve: string;
  readonly added: string;
  readonly due: string | undefined;
  readonly ransomware: boolean;
  readonly name: string;
  /** Whose product, as the source writes it; absent where it does not say. */
  readonly of?: { readonly vendor: string; readonly product: string };
}

/** Support dates of one release of one product. Dates are `YYYY-MM-DD`; undefined where the source does not say. */
export type LifecycleRow = Omit<ProductRelease, 'feed'>;

/** One file of a feed: its production address, and where the same file lies under `--from DIR`. */
export interface FeedFile {
  readonly url: string;
  /** Path below the directory; one `*` in the file name stands for anything, the last name in order is taken. */
  readonly path: string;
  /** Absent upstream is no error (a release that does not exist yet). */
  readonly optional?: true;
  /** Downloads and archives past these sizes are refused. */
  readonly maxBytes: number;
}

export interface FeedInput {
  /** The fetched or local file, on disk. */
  readonly path: string;
  readonly file: FeedFile;
}

export interface Feed {
  /** `osv:Debian`, `kev`, `epss` … as shown by `suture db status`. */
  readonly name: string;
  readonly files: readonly FeedFile[];
  /**
   * For feeds whose first file lists the others (MSRC's months): the further files, from the first one's bytes.
   */
  discover?(input: FeedInput): Promise<readonly FeedFile[]>;
  /**
   * Reads one file into the sink. Throws only when the file as a whole cannot be read.
   * Returns the date the publisher gives its data, where it does.
   */
  read(input: FeedInput, sink: FeedSink): Promise<{ readonly upstreamDate: string | undefined }>;
}
