// English texts of one endpoint, and of findings wherever they stand.
export const endpoint = {
  tabs: {
    todo: 'To do',
    updates: 'Updates',
    vulnerabilities: 'Vulnerabilities',
    packages: 'Packages',
    jobs: 'Jobs',
    history: 'History',
    facts: 'Facts',
  },
  noSystem: 'system not known yet',
  inventory: 'inventory {{is}}',
  reachable: 'reachable from {{from}}',
  seen: 'last seen',
  noFindings: 'Nothing is known against it. That is only good news where its inventory is complete.',
  fact: {
    criticality: 'Criticality',
    tags: 'Tags',
    enrolled: 'Enrolled',
    kernel: 'Running kernel',
    arch: 'Processor',
    agent: 'Agent',
    reboot: 'Needs a restart',
    virtualization: 'Runs in',
    unseen: 'Not seen',
  },
  reboot: { yes: 'yes', no: 'no', unknown: 'unknown' },
  sections: 'What it reports',
  section: { adapter: 'Adapter', kind: 'Section', status: 'Status', items: 'Items', since: 'Since' },
  kind: { installed: 'installed', available: 'available' },
};

export const finding = {
  excepted: 'excepted until {{until}} ({{owner}})',
  vulnerability: 'Vulnerability',
  state: 'State',
  package: 'Package',
  installed: 'Installed',
  fixed: 'Fixed in',
  noFix: 'no fix',
  since: 'Here since',
  states: {
    affected: 'affected',
    'no-fix': 'no fix yet',
    'will-not-fix': 'will not be fixed',
    postponed: 'fix postponed',
    'end-of-life': 'out of support',
    unimportant: 'unimportant',
    undetermined: 'undetermined',
    unknown: 'unknown',
  },
};

export const doubt = {
  'nothing-reported': 'nothing reported yet',
  'report-too-old': 'its report is too old',
  'inventory-failed': 'its inventory failed',
  'inventory-partial': 'its inventory is partial',
  'not-yet-judged': 'not judged yet',
  'packages-without-advisories': 'it has packages that no feed speaks of',
  'package-not-judged': 'a package could not be judged',
  undetermined: 'the vendor has not said',
  quarantined: 'it is quarantined',
  'unheard-of': 'no source knows the vulnerability',
  'data-too-old': 'the vulnerability may be newer than the advisories',
  'only-scored': 'no advisory names it yet, only scores do',
};

export const vulnerability = {
  which: 'Endpoints by verdict',
  doubts: 'Why one may doubt it',
  none: 'No endpoint is {{verdict}}.',
};
