// An installed package as an inventory states it: what matching starts from.

export interface Package {
  /** Package URL, with version and qualifiers. https://github.com/package-url/purl-spec */
  readonly purl: string;
  /** OSV ecosystem with release (`Debian:12`, `AlmaLinux:9`, `npm`, `Windows`), or undefined where no feed covers it. */
  readonly ecosystem: string | undefined;
  readonly name: string;
  readonly version: string;
  readonly arch: string | undefined;
  /** What the distribution builds it from; the package itself where it has no other source. */
  readonly source: { readonly name: string; readonly version: string };
  /** The administrator pinned it: updates are kept back, vulnerabilities count all the same. */
  readonly hold?: true;
  /** rpm: the MODULARITYLABEL, `nodejs:18:8060020220523160029:ad008a3a`. */
  readonly module?: string;
  /** rpm: Vendor; apt: Origin. Tells a third party's package from the distribution's. */
  readonly origin?: string;
  /** The package that owns the file this one was found in (a language package inside a distribution package). */
  readonly owner?: string;
}

/** The operating system an inventory comes from. */
export interface OperatingSystem {
  /** os-release's ID: `debian`, `ubuntu`, `almalinux`, `rocky`, `rhel`, `alpine`, `windows`, … */
  readonly id: string;
  /** os-release's VERSION_ID, or its first parts: `12`, `22.04`, `9`, `3.19`. */
  readonly version: string;
  /** How a person calls it: `Debian GNU/Linux 12 (bookworm)`. */
  readonly name?: string;
  /** Ubuntu Pro pockets in use: `esm-infra`, `esm-apps`. RHEL streams: `eus`, `aus`, `e4s`, `tus`. */
  readonly subscriptions?: readonly string[];
}

/** An inventory is whole, partly known, or unknown; never an empty list that reads as "nothing installed". */
export type Inventory =
  | { readonly status: 'complete'; readonly packages: readonly Package[]; readonly problems: readonly [] }
  | { readonly status: 'partial'; readonly packages: readonly Package[]; readonly problems: readonly string[] }
  | { readonly status: 'failed'; readonly packages: readonly []; readonly problems: readonly string[] };
