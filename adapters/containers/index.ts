// The containers adapter: the images that running containers use, with their digests and what they are built on.
import type { Package } from '@suture/core/packages/package.ts';
import { buildPurl } from '@suture/core/packages/purl.ts';
import type { Adapter, Detection, Section } from '../adapter.ts';
import { ask, failed, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import { currentUser, type Engine, engines, listRunning, readOnlyCommands } from './commands.ts';
import { readImages, type InUse } from './images.ts';
import { parseIds } from './parse.ts';

export const containers: Adapter = {
  name: 'containers',
  capabilities: ['inventory'],
  watches: [
    { path: '/var/lib/containers/storage/libpod', with: 'entries' },
    { path: '/var/lib/containers/storage/db.sql', with: 'itself' },
    { path: '/var/lib/docker/containers', with: 'entries' },
  ],
  readOnlyCommands,
  detect,
  inventory,
};

interface Running {
  readonly engine: Engine;
  readonly ids: readonly string[];
}

/** Nobody but root sees the containers of others: an empty list would prove nothing. */
async function findRunning(
  host: Host,
): Promise<{ readonly running: readonly Running[]; readonly problems: readonly string[] }> {
  const user = await ask(host, currentUser, 'id -u');
  if (!user.ok || user.stdout.trim() !== '0')
    return { running: [], problems: ['only root sees all containers: which images are in use is unknown'] };
  const asked = await Promise.all(
    engines.map(async (engine) => ({ engine, answer: await ask(host, listRunning(engine), `${engine} ps`) })),
  );
  return {
    running: asked.flatMap(({ engine, answer }) => {
      const ids = answer.ok ? parseIds(answer.stdout) : [];
      return ids.length === 0 ? [] : [{ engine, ids }];
    }),
    problems: asked.flatMap(({ answer }) => (answer.ok ? answer.problems : answer.missing ? [] : [answer.why])),
  };
}

async function detect(host: Host): Promise<Detection> {
  const { running, problems } = await findRunning(host);
  const count = running.reduce((sum, { ids }) => sum + ids.length, 0);
  if (count === 0) return { present: false, reason: problems[0] ?? 'no container runs here' };
  return { present: true, version: `${count} running` };
}

async function inventory(host: Host): Promise<Section<Package>> {
  const { running, problems } = await findRunning(host);
  const read = await Promise.all(running.map(({ engine, ids }) => readImages(host, engine, ids)));
  const images = read.flatMap(({ images: found }) => found);
  const all = [...problems, ...read.flatMap((each) => each.problems)];
  if (images.length === 0) return failed(...(all.length > 0 ? all : ['no container runs here']));
  return sectionOf(images.map(packageOf), all);
}

/** An image without a name is called by its digest. */
function packageOf({ image, imageName, distribution }: InUse): Package {
  const repository = image.repository ?? imageName?.repository;
  const tag = image.tag ?? imageName?.tag;
  const short = image.digest.slice('sha256:'.length, 'sha256:'.length + 12);
  const name = repository ?? short;
  const version = tag ?? short;
  return {
    purl: buildPurl({
      type: 'oci',
      name: name.slice(name.lastIndexOf('/') + 1),
      version: image.digest,
      qualifiers: { arch: image.architecture, base: image.base, distro: distribution, repository_url: repository, tag },
    }),
    ecosystem: undefined,
    name,
    version,
    arch: image.architecture,
    source: { name, version },
  };
}
