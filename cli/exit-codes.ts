// What a command's exit status means; the same for every command.

export const EXIT = {
  done: 0,
  error: 1,
  usage: 2,
  failOn: 3,
  incomplete: 6,
  interrupted: 130,
} as const;
