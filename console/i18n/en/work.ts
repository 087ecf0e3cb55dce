// English texts of what one works with in lists and on an endpoint: suggestions, facets, selections, changes.
export const grid = {
  inPages: 'Show in pages',
  scroll: 'Show as one list',
  page: 'Page {{page}} of {{pages}}',
  pageBefore: 'Previous',
  pageAfter: 'Next',
  unfold: 'Details',
  unfoldRow: 'Details of {{name}}',
};

export const suggest = {
  label: 'Suggestions',
  recent: 'asked before',
  meant: 'probably meant',
  example: {
    endpoints: 'os:debian tag:web seen:<24h',
    packages: 'source:openssl update:held',
    findings: 'exploited:yes fix:available -tag:lab',
  },
};

export const facet = {
  label: 'Narrow down',
  clear: 'Clear the query',
  none: 'No values',
  urgent: { overdue: 'Overdue', exploited: 'With something exploited', restart: 'Waits for a restart' },
  os: 'System',
  enrolment: 'State',
  inventory: 'Inventory',
  exposure: 'Exposure',
  tag: 'Tag',
  severity: 'Severity',
  exploited: 'Exploited',
  state: 'Vendor says',
  source: 'Source package',
  security: 'Security',
  update: 'Update',
};

export const bulk = {
  label: 'Change the selected endpoints',
  leftOut_one: '{{count}} left out',
  leftOut_other: '{{count}} left out',
  all: 'Select all that the query finds',
  tags: 'Tags',
  criticality: 'Criticality',
  exposure: 'Exposure',
  approve: 'Approve',
  add: 'Put on',
  remove: 'Take off',
  approveWhat: 'Machines that enrolled and wait are let in. Others are left as they are, and said below.',
  frozen_one: 'Exactly {{count}} endpoint, as selected now; what joins later is not meant.',
  frozen_other: 'Exactly {{count}} endpoints, as selected now; what joins later is not meant.',
  do_one: 'Change {{count}} endpoint',
  do_other: 'Change {{count}} endpoints',
  progress: 'How far it is',
  of: '{{done}} of {{total}}',
  changed_one: '{{count}} changed',
  changed_other: '{{count}} changed',
  unchanged_one: '{{count}} was so already',
  unchanged_other: '{{count}} were so already',
  undone: 'Taken back: each is as it was.',
  excluded_one: '{{count}} left out',
  excluded_other: '{{count}} left out',
};

export const peek = {
  close: 'Close',
  open: 'Open the endpoint',
  fixes_one: '{{count}} fix to install',
  fixes_other: '{{count}} fixes to install',
  closes_one: 'closes {{count}}',
  closes_other: 'closes {{count}}',
};

export const worst = {
  revoked: 'Shut out by a person',
  quarantined: 'Quarantined',
  pending: 'Waits for approval',
  exploited: '{{source}} is exploited in the wild',
  failed: 'Its inventory failed: nothing can be said for sure.',
  nothing: 'It has reported nothing yet.',
  partial: 'Its inventory is not whole.',
  silent: 'It has been silent for days.',
  restart: 'It needs a restart.',
  fine: 'Nothing to do.',
};

export const todo = {
  none: 'There is nothing to install against a known vulnerability.',
  noneKnown: 'No fix is known that it lacks; its inventory is not whole, so there may be some.',
  deploy: 'Deploy these…',
  excepted_one: '{{count}} finding is excepted, and plans leave it out',
  excepted_other: '{{count}} findings are excepted, and plans leave them out',
  noFix_one: '{{count}} more vulnerability has no fix yet',
  noFix_other: '{{count}} more vulnerabilities have no fix yet',
};

export const updates = {
  candidate: 'Offered',
  security: 'Security',
  held: 'Kept back',
  now: 'It would be installed now',
  notHeld: 'no',
  origin: 'From',
  bytes: 'Download',
  none: 'No channel offers anything newer. That is only so where its channels could be asked: see Facts.',
};

export const packages = {
  findings: 'Known vulnerabilities',
  waiting: 'not judged yet',
  noneKnown: 'none known',
  update: 'Update',
  updates: { available: 'offered', held: 'kept back', none: 'none', unknown: 'unknown' },
  hold: 'On hold',
  none: 'It has reported no packages.',
};

export const history = {
  at: 'When',
  what: 'What',
  which: 'Which',
  none: 'Nothing has happened yet.',
  items_one: '{{shown}} item',
  items_other: '{{shown}} items',
  kind: {
    enrolled: 'joined',
    section: 'reported',
    'section-gone': 'reports no more',
    found: 'found',
    fixed: 'fixed',
    reopened: 'came back',
    'certificate-issued': 'certificate issued',
    'certificate-revoked': 'certificate revoked',
    changed: 'changed by a person',
  },
};

export const edit = {
  actions: 'What you may do',
  edit: 'Edit',
  approve: 'Approve',
  release: 'Release from quarantine',
  revoke: 'Revoke…',
  revokeTitle: 'Revoke {{name}}',
  revokeWhat: 'Its certificates are revoked: from now on every server refuses it. Its history is kept.',
  remove: 'Remove…',
  removeTitle: 'Remove {{name}}',
  removeWhat: 'It is removed with all that is kept of it, and cannot be brought back. The audit keeps who did it.',
  save: 'Save',
  saved: 'Saved.',
  undo: 'Undo',
  tagsHow: 'Small letters, with commas or spaces between',
  exposureWhy: 'Who faces the internet has shorter deadlines; unknown counts as if it did.',
  criticalities: { lowest: 'lowest', low: 'low', normal: 'normal', high: 'high', highest: 'highest' },
};

export const byFix = {
  label: 'Grouped',
  fix: 'By fix',
  vulnerability: 'By vulnerability',
  accepted_one: '{{count}} exception holds: {{findings}} findings are not acted on',
  accepted_other: '{{count}} exceptions hold: {{findings}} findings are not acted on',
  noFix_one: '{{count}} vulnerability has no fix and is not in this list',
  noFix_other: '{{count}} vulnerabilities have no fix and are not in this list',
};

export const late = {
  title: 'Overdue, by how long',
  for: 'For how long',
  findings: 'Findings',
  bar: 'As a bar',
  week: 'up to 7 days',
  month: '8 to 30 days',
  more: 'more than 30 days',
};

export const first = {
  title: 'Patches to do first',
  on_one: 'on {{count}} endpoint',
  on_other: 'on {{count}} endpoints',
  all_one: 'The one patch there is',
  all_other: 'All {{count}} patches',
};

export const coverage = {
  title: 'How far this can be believed',
  known: '{{known}} of {{all}} endpoints are wholly known',
  oldest: 'the longest ago asked:',
};
