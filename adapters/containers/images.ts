// From running containers to their images, and to the distribution inside.
import { ask } from '../ask.ts';
import type { Host } from '../host.ts';
import { type Engine, idsPerCommand, inspectContainers, inspectImages } from './commands.ts';
import {
  type Container,
  type Image,
  parseContainers,
  parseDistribution,
  parseImages,
  parseReference,
  type Read,
  type Reference,
} from './parse.ts';

export interface InUse {
  readonly image: Image;
  /** As the container names it, for images whose tag has moved on. */
  readonly imageName: Reference | undefined;
  /** `debian-12`; undefined where it is not known. */
  readonly distribution: string | undefined;
}

export async function readImages(
  host: Host,
  engine: Engine,
  ids: readonly string[],
): Promise<{ readonly images: readonly InUse[]; readonly problems: readonly string[] }> {
  const containers = await inspect(
    host,
    ids,
    (some) => inspectContainers(engine, some),
    `${engine} container inspect`,
    parseContainers,
  );
  const byImage = Map.groupBy(containers.items, ({ image }) => image);
  const images = await inspect(
    host,
    [...byImage.keys()],
    (some) => inspectImages(engine, some),
    `${engine} image inspect`,
    parseImages,
  );
  const known = new Set(images.items.map(({ id }) => id));
  const gone = [...byImage.keys()].filter((id) => !known.has(id)).length;
  return {
    images: await Promise.all(
      images.items.map(async (image) => {
        const users = byImage.get(image.id) ?? [];
        const name = users.find(({ imageName }) => imageName !== undefined)?.imageName;
        return {
          image,
          imageName: name === undefined ? undefined : parseReference(name),
          distribution: await distributionIn(host, users),
        };
      }),
    ),
    problems: [
      ...containers.problems,
      ...images.problems,
      ...(gone === 0 ? [] : [`${gone} images of running containers cannot be looked at (${engine})`]),
    ],
  };
}

async function inspect<T>(
  host: Host,
  ids: readonly string[],
  command: (ids: readonly string[]) => Parameters<Host['run']>[0],
  name: string,
  parse: (text: string) => Read<T> | undefined,
): Promise<{ readonly items: readonly T[]; readonly problems: readonly string[] }> {
  const items: T[] = [];
  const problems: string[] = [];
  for (let at = 0; at < ids.length; at += idsPerCommand) {
    // One that ended meanwhile makes it exit 1, with the others in the answer.
    const answer = await ask(host, command(ids.slice(at, at + idsPerCommand)), name, [0, 1]);
    const read = answer.ok ? parse(answer.stdout) : undefined;
    if (!answer.ok) problems.push(answer.why);
    else if (read === undefined) problems.push(`${name} did not answer in JSON`);
    else {
      items.push(...read.items);
      problems.push(...answer.problems);
      if (read.unread > 0) problems.push(`${name} names ${read.unread} that cannot be read`);
    }
  }
  return { items, problems };
}

/**
 * What the container itself says it runs, seen through its first process. Where a link stands on the way it is not
 * followed: it would lead out of the container, into this machine.
 */
async function distributionIn(host: Host, users: readonly Container[]): Promise<string | undefined> {
  for (const { pid } of users.slice(0, 5)) {
    if (pid === undefined) continue;
    const root = `/proc/${pid}/root`;
    for (const folders of [['usr', 'lib'], ['etc']]) {
      const steps = [...folders, 'os-release'].map((_, at, all) => `${root}/${all.slice(0, at + 1).join('/')}`);
      const links = await Promise.all(steps.map((step) => host.readLink(step)));
      if (links.some((link) => link !== undefined)) continue;
      const read = await host.readFile(steps.at(-1) ?? root, 20_000);
      const found = read.kind === 'text' ? parseDistribution(read.text) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
