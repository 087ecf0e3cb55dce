// Who may import whom, as data: each boundary has its reason, the paths it speaks of and an example that must be refused.

/** One boundary. `from` and `to` are dependency-cruiser's conditions: regular expressions on paths from the root. */
export interface Boundary {
  readonly name: string;
  readonly reason: string;
  /** Files and folders the boundary speaks of; the check fails when one no longer exists. */
  readonly paths: readonly string[];
  readonly from: { readonly path?: string; readonly pathNot?: string };
  readonly to: {
    readonly path?: string;
    readonly pathNot?: string;
    readonly circular?: boolean;
    readonly viaOnly?: { readonly dependencyTypesNot: readonly string[] };
    readonly couldNotResolve?: boolean;
    readonly dependencyTypes?: readonly string[];
  };
  /** A file and what it imports that this boundary must refuse; planted by the check's own test. */
  readonly planted: { readonly file: string; readonly imports: string };
}

/** Tests, and what only they need. */
const tests = String.raw`\.(test|fixture)\.ts$`;

/** Libraries that compute and do nothing else, and so may be used by the pure rooms. */
const pureLibraries = ['ae-cvss-calculator', 'packageurl-js', '@types'];

/** A workspace and the workspaces it may import; those of its own it may always. */
const workspaces: readonly { readonly name: string; readonly mayImport: readonly string[]; readonly reason: string }[] =
  [
    {
      name: 'core',
      mayImport: [],
      reason: 'decisions are pure, so that they can be tested, replayed and run anywhere',
    },
    {
      name: 'protocol',
      mayImport: ['core'],
      reason: 'what goes over the wire is agreed between agent, server and console, and belongs to none of them',
    },
    {
      name: 'server',
      mayImport: ['core', 'protocol', 'feeds'],
      reason: 'the server never touches a machine; what it knows of one, an agent told it',
    },
    {
      name: 'adapters',
      mayImport: ['core'],
      reason: 'an adapter reports what a machine says; what follows is decided elsewhere',
    },
    {
      name: 'agent',
      mayImport: ['core', 'protocol', 'adapters'],
      reason: 'the agent knows its machine and how to speak of it, and nothing of how the server thinks',
    },
    {
      name: 'feeds',
      mayImport: ['core'],
      reason: 'a feed reports what a source says, whoever asks and on whatever machine',
    },
    {
      name: 'cli',
      mayImport: ['core', 'protocol', 'adapters', 'feeds'],
      reason: 'the command line joins the rooms; it is not a room for tools, and asks a server as anyone else does',
    },
    {
      name: 'console',
      mayImport: ['protocol'],
      reason: 'the console is a client of the public API and nothing else: what it can do, a script can do',
    },
    {
      name: 'lab',
      mayImport: ['protocol'],
      reason: 'the lab tries what is built and installed, on real systems, and must not lean on what is inside',
    },
  ];
/** Every workspace, the rooms of the house. */
export const allWorkspaces: readonly string[] = [...workspaces.map(({ name }) => name), 'tools'];

const workspaceBoundaries = workspaces.map(({ name, mayImport, reason }): Boundary => {
  const refused = allWorkspaces.filter((other) => other !== name && !mayImport.includes(other));
  return {
    name: `${name}-imports-${mayImport.length === 0 ? 'no-workspace' : `only-${mayImport.join('-')}`}`,
    reason,
    paths: [name, ...refused],
    from: { path: `^${name}/` },
    to: { path: `^(${refused.join('|')})/` },
    planted: { file: `${name}/planted.ts`, imports: `../${refused[0]}/target.ts` },
  };
});

export const boundaries: readonly Boundary[] = [
  ...workspaceBoundaries,
  {
    name: 'core-touches-nothing',
    reason: 'no I/O, no clock, no randomness: what core decides depends on what it is given and on nothing else',
    paths: ['core'],
    from: { path: '^core/', pathNot: tests },
    to: { dependencyTypes: ['core'] },
    planted: { file: 'core/planted.ts', imports: 'node:fs' },
  },
  {
    name: 'core-uses-pure-libraries',
    reason: 'a library in core must compute and do nothing else; add one to the list once it is known to',
    paths: ['core'],
    from: { path: '^core/', pathNot: tests },
    to: { path: 'node_modules/', pathNot: `node_modules/(${pureLibraries.join('|')})/` },
    planted: { file: 'core/planted.ts', imports: 'commander' },
  },
  {
    name: 'adapters-stand-alone',
    reason:
      'adding or removing an adapter is one folder and one line of the registry; a shared need belongs in the contract',
    paths: ['adapters/registry.ts'],
    from: { path: '^adapters/([^/]+)/' },
    to: { path: '^adapters/[^/]+/', pathNot: '^adapters/$1/' },
    planted: { file: 'adapters/planted/index.ts', imports: '../other/target.ts' },
  },
  {
    name: 'adapters-through-the-door',
    reason: 'an adapter is given its Host, so that recordings and broken machines can stand in for the real one',
    paths: ['adapters/local-host.ts'],
    from: { path: '^adapters/[^/]+/', pathNot: tests },
    to: { path: String.raw`^adapters/local-host\.ts$` },
    planted: { file: 'adapters/planted/index.ts', imports: '../local-host.ts' },
  },
  {
    name: 'feeds-stand-alone',
    reason: 'a broken feed must not take another with it; what they share is how files are read, not what is in them',
    paths: ['feeds/archives', 'feeds/json', 'feeds/database', 'feeds/registry.ts'],
    from: { path: '^feeds/([^/]+)/', pathNot: `^feeds/database/|${tests}` },
    to: { path: '^feeds/[^/]+/', pathNot: '^feeds/($1|archives|json)/' },
    planted: { file: 'feeds/planted/index.ts', imports: '../other/target.ts' },
  },
  {
    name: 'one-door-to-processes',
    reason: 'every program Suture starts has an argv, a timeout and an output cap, because all start in one place',
    paths: ['adapters/local-host.ts', 'adapters/local-installer.ts', 'cli/bin', 'server/postgres', 'tools', 'lab'],
    // adapters/local-installer.ts starts what must outlive us, so has no timeout that kills; cli/bin only hands its own command
    // line over to the pinned Node; server/postgres starts the embedded database.
    from: {
      pathNot: String.raw`^(adapters/local-(host|installer)\.ts$|cli/bin/|server/postgres/|tools/|lab/)|${tests}`,
    },
    to: { path: '^(node:)?child_process$' },
    planted: { file: 'cli/planted.ts', imports: 'node:child_process' },
  },
  {
    name: 'one-room-for-sql',
    reason: 'the shape of the advisory database is known in one place, so it can change in one place',
    paths: ['feeds/database', 'server/postgres/file-lock.ts', 'agent/instance-lock.ts'],
    // The two file locks use SQLite for its lock alone, which the kernel frees when a process dies.
    from: {
      pathNot: String.raw`^(feeds/database/|server/postgres/file-lock\.ts$|agent/instance-lock\.ts$|tools/)|${tests}`,
    },
    to: { path: '^node:sqlite$' },
    planted: { file: 'cli/planted.ts', imports: 'node:sqlite' },
  },
  {
    name: 'one-room-for-postgresql',
    reason: 'a query elsewhere would pass by the transaction that binds it to one organisation',
    paths: ['server/store', 'server/migrations', 'server/postgres', 'server/test-database.ts'],
    from: { pathNot: String.raw`^(server/(store|migrations|postgres)/|server/test-database\.ts$|tools/)|${tests}` },
    to: { path: 'node_modules/(pg|@types/pg)/' },
    planted: { file: 'cli/planted.ts', imports: 'pg' },
  },
  {
    name: 'no-test-in-the-product',
    reason: 'what only tests need must not be what a scan depends on',
    paths: [],
    // A bench stands on the fleets and servers that tests are made of, and ships no more than they do.
    from: { pathNot: `^tools/bench/|${tests}` },
    to: { path: tests },
    planted: { file: 'cli/planted.ts', imports: './planted.test.ts' },
  },
  {
    name: 'no-circles',
    reason: 'two files that need each other are one file, or lack a third',
    paths: [],
    from: {},
    // Types that name each other are no circle: nothing of them is left when the program runs. Nor is what is loaded only
    // once somebody asks for it: neither waits for the other to begin.
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
    planted: { file: 'cli/circle-a.ts', imports: './circle-b.ts' },
  },
  {
    name: 'nothing-unresolved',
    reason: 'an import that leads nowhere hides what it would have broken',
    paths: [],
    from: {},
    to: { couldNotResolve: true },
    planted: { file: 'cli/planted.ts', imports: './nowhere.ts' },
  },
];
