// English texts of making changes anywhere, of roles, and of where settings are.
export const act = {
  actions: 'Actions',
  cancel: 'Cancel',
  save: 'Save',
  done: 'Done',
  copy: 'Copy',
  change: 'Change',
  remove: 'Remove',
  revoke: 'Revoke',
  endsAt: 'Ends',
  ends: 'It ends',
  shownOnce: 'It is not shown again.',
  typeName: 'Type {{name}} to confirm',
  typeCount: 'Type how many endpoints it is about: {{shown}}',
  failed: 'That did not work.',
  old: 'This needs a sign-in of the last 15 minutes.',
  signInAgain: 'Sign in again',
  passwordOf: 'Password of {{email}}',
  missing: 'It needs the permission {{needs}}; your role, {{role}}, does not have it.',
  leastRole: 'An administrator can give you the role {{role}}, which has it.',
};

export const role = { viewer: 'viewer', operator: 'operator', approver: 'approver', admin: 'administrator' };

export const settings = {
  place: {
    users: 'Users',
    roles: 'Roles',
    tokens: 'API tokens',
    enrolment: 'Enrolment',
    operators: 'Operator keys and limits',
    organisation: 'Organisation',
    account: 'My account',
  },
  rolesWhat: 'Each role may all that the one before it may. What is not listed, nobody may.',
  permission: 'Permission',
  may: 'yes',
  mayNot: 'no',
};
