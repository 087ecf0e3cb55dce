// The pages of the settings, each with what somebody needs to see it.
export const PLACES = [
  { key: 'users', to: '/settings/users', needs: 'user.read' },
  { key: 'roles', to: '/settings/roles', needs: undefined },
  { key: 'tokens', to: '/settings/tokens', needs: undefined },
  { key: 'enrolment', to: '/settings/enrolment', needs: 'enrolment-token.create' },
  { key: 'operators', to: '/settings/operators', needs: 'deployment.read' },
  { key: 'organisation', to: '/settings/organisation', needs: 'organisation.edit' },
  { key: 'account', to: '/settings/account', needs: undefined },
] as const;
