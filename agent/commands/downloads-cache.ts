// suture-agent downloads-cache: fetches each package file once for all machines of a site.
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { AppError } from '@suture/core/app-error.ts';
import { startProxy } from '../downloads/proxy.ts';
import { openStore } from '../downloads/store.ts';
import { exitCodes, type AgentCommand } from './command.ts';

const usage =
  'suture-agent downloads-cache --repository HOST... [--listen ADDRESS:PORT] [--folder FOLDER] [--gigabytes MOST] [--kilobytes-per-second MOST]';

/** Throws AppError of usage. */
function numberOf(option: string, text: string): number {
  const number = Number(text);
  if (!(number > 0 && number < 1e9))
    throw new AppError('usage', `--${option} ${text.slice(0, 50)}: has to be a number above 0`);
  return number;
}

export const downloadsCacheCommand: AgentCommand = {
  usage,
  async run(args, say) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        repository: { type: 'string', multiple: true, default: [] },
        listen: { type: 'string', default: '127.0.0.1:7480' },
        folder: { type: 'string', default: '/var/cache/suture-downloads' },
        gigabytes: { type: 'string', default: '20' },
        'kilobytes-per-second': { type: 'string' },
      },
    });
    const { repository: hosts, listen, folder, gigabytes, 'kilobytes-per-second': kilobytes } = values;
    if (hosts.length === 0) throw new AppError('usage', usage);
    const wrong = hosts.find((host) => !/^[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?(:\d{1,5})?$/.test(host));
    if (wrong !== undefined) {
      throw new AppError(
        'usage',
        `--repository ${wrong.slice(0, 300)}: has to be a host, such as deb.debian.org or mirror.example:8080`,
      );
    }
    const [, address = '', port = ''] = /^\[?([^\]\s]{1,255}?)\]?:(\d{1,5})$/.exec(listen) ?? [];
    if (address === '' || Number(port) > 65_535)
      throw new AppError('usage', `--listen ${listen.slice(0, 300)}: has to be ADDRESS:PORT`);
    const store = await openStore(folder, numberOf('gigabytes', gigabytes) * 1e9);
    const proxy = await startProxy({
      listen: { host: address, port: Number(port) },
      hosts,
      store,
      bytesPerSecond: kilobytes === undefined ? undefined : numberOf('kilobytes-per-second', kilobytes) * 1_000,
      log: say,
    });
    say(`A downloads cache of ${hosts.join(', ')} at ${proxy.url.href}`);
    await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
    await proxy.close();
    store.close();
    return exitCodes.done;
  },
};
