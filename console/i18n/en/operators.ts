// English texts of operators' keys, of limits and of the organisation.
export const operators = {
  what: 'Endpoints carry out only what keys on them have signed, and the server knows only the public halves. A key that is known here counts on an endpoint once somebody has put it there, too.',
  label: 'Key',
  counts: 'in force',
  fingerprint: 'Fingerprint (SHA-256)',
  added: 'Added',
  by: 'By',
  none: 'No key is known. Without one no plan can be signed: suture keys new makes one where its operator is.',
  new: 'Add a key',
  newWhat:
    'Make it where its operator is, with: suture keys new NAME. It prints the public half; the private half never leaves that machine.',
  add: 'Add it',
  publicKey: 'Public half',
  publicKeyHint: 'Ed25519, as suture keys new prints it, or a PEM file',
  revokeWhich: 'Revoke the key {{label}}',
  revokeWhat:
    'It signs no more, and what it signed does not count any more either: plans that need it wait for other signatures. It cannot be taken back.',
};

export const limits = {
  title: 'Limits',
  inFlight_one: '{{shown}} endpoint is under way now.',
  inFlight_other: '{{shown}} endpoints are under way now.',
  field: {
    mostInFlight: 'Endpoints under way at once, in all',
    mostInGroup: 'Of one disruption group',
    signaturesNeeded: 'Operators who have to sign a plan',
  },
  hint: {
    mostInFlight: 'Over all deployments',
    mostInGroup: 'Machines with the same tag group:NAME',
    signaturesNeeded: '1 to 16',
  },
  save: 'Save the limits',
};

export const organisation = {
  name: 'Name',
  rename: 'Rename it',
  checkpoint: 'Checkpoint of the record',
  checkpointWhat:
    'Signs how far the record of changes has come. Kept where nobody who writes the database can reach it, it shows later whether what was before is still what was written.',
  take: 'Take a checkpoint',
  taken: 'It is signed.',
  save: 'Save it',
};
