// English texts of signing in, of passkeys, and of the first user.
export const signIn = {
  title: 'Sign in to Suture',
  email: 'Email',
  password: 'Password',
  show: 'Show the password',
  code: 'Code',
  codeWhy: 'Six digits from your authenticator, or a recovery code',
  do: 'Sign in',
  passkey: 'Sign in with a passkey',
  wait_one: 'Wait {{count}} second',
  wait_other: 'Wait {{count}} seconds',
};

export const firstUser = {
  title: 'Make the first user',
  what: 'This link works once. Whoever it makes is the administrator and can invite the others.',
  name: 'Name',
  password: 'Twelve characters or more; a few random words are best',
  do: 'Make the user and sign in',
  noLink:
    'Open the whole link that the server printed at its start; npm start prints a new one while there is no user.',
};

export const passkey = {
  noSupport: 'This browser has no passkeys.',
  noName: 'Passkeys are for a name, not for an address: open this server by its name.',
  declined: 'No passkey was given.',
};
