// Services are started again after a rollback, those that crashed too.
import type { CommandResult, Host } from '@suture/adapters/host.ts';
import { expect, test } from 'vitest';
import { reviveServices } from './services.ts';

/** Crashed: `start` is refused until its failures are forgotten, as systemd does at the start limit. */
function machine(crashed: string) {
  const ran: string[] = [];
  let forgotten = false;
  let runs = false;
  const exited = (code: number, stdout = ''): CommandResult => ({
    kind: 'exited',
    code,
    stdout,
    stderr: '',
    truncated: false,
  });
  const host: Host = {
    run: async ({ argv }) => {
      const words = argv.join(' ');
      if (words.includes('list-units'))
        return exited(
          0,
          runs ? `${crashed} loaded active running A service\n` : 'other.service loaded active running B\n',
        );
      ran.push(words.replace(/^.*systemctl /, ''));
      if (argv.includes('reset-failed')) forgotten = true;
      if (argv.includes('start')) runs = forgotten;
      return exited(argv.includes('start') && !forgotten ? 1 : 0);
    },
    readFile: async () => ({ kind: 'missing' }),
    listDirectory: async () => undefined,
    readLink: async () => undefined,
    exists: async () => false,
  };
  return { host, ran };
}

test('a service that crashed is no longer at its start limit when it is started again', async () => {
  const { host, ran } = machine('lab-svc.service');
  expect(await reviveServices(host, ['lab-svc.service'])).toEqual([]);
  expect(ran.map((words) => words.split(' ').filter((word) => /reset-failed|^start$/.test(word))).flat()).toEqual([
    'reset-failed',
    'start',
  ]);
});

test('one that does not run even so is named', async () => {
  const { host } = machine('lab-svc.service');
  expect(await reviveServices(host, ['gone.service'])).toEqual(['gone.service']);
});
