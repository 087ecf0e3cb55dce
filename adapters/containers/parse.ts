// Reads what podman and docker say of containers and images; both write it nearly alike.
// Source: podman-inspect(1), docker's Engine API (ContainerInspect, ImageInspect), the OCI image specification (annotations).
import { fieldOf, fieldsOf, numberOf, readJson, textOf, textsOf } from '../json.ts';

export const parseIds = (text: string): readonly string[] => [
  ...new Set(text.split('\n').filter((line) => /^[0-9a-f]{64}$/.test(line))),
];

export interface Container {
  /** Of its image, without `sha256:`. */
  readonly image: string;
  /** As it was asked for. */
  readonly imageName: string | undefined;
  /** Undefined where it does not run. */
  readonly pid: number | undefined;
}

export interface Image {
  readonly id: string;
  /** `docker.io/library/nginx`; undefined where it has no name. */
  readonly repository: string | undefined;
  readonly tag: string | undefined;
  /** `sha256:…` of what was pulled; the id's where it was built here. */
  readonly digest: string;
  readonly architecture: string | undefined;
  /** What its labels say it was built on: `docker.io/library/debian:12`. */
  readonly base: string | undefined;
}

export interface Read<T> {
  readonly items: readonly T[];
  readonly unread: number;
}

const idOf = (text: string | undefined): string | undefined => /^(?:sha256:)?([0-9a-f]{64})$/.exec(text ?? '')?.[1];

function list<T>(text: string, read: (value: unknown) => T | undefined): Read<T> | undefined {
  const value = readJson(text);
  if (!Array.isArray(value)) return undefined;
  const items = value.slice(0, 10_000).map(read);
  const good = items.filter((each) => each !== undefined);
  return { items: good, unread: value.length - good.length };
}

export const parseContainers = (text: string): Read<Container> | undefined =>
  list(text, (value) => {
    const fields = fieldsOf(value);
    const image = idOf(textOf(fields, 'Image'));
    if (image === undefined) return undefined;
    // podman has it beside the rest, docker in the configuration.
    const imageName = textOf(fields, 'ImageName') ?? textOf(fieldsOf(fieldOf(fields, 'Config')), 'Image');
    const pid = numberOf(fieldsOf(fieldOf(fields, 'State')), 'Pid');
    return {
      image,
      imageName: imageName !== undefined && parseReference(imageName) !== undefined ? imageName : undefined,
      pid: pid === 0 ? undefined : pid,
    };
  });

export const parseImages = (text: string): Read<Image> | undefined =>
  list(text, (value) => {
    const fields = fieldsOf(value);
    const id = idOf(textOf(fields, 'Id'));
    if (id === undefined) return undefined;
    const named = parseReference(textsOf(fields, 'RepoTags', 400)[0] ?? '');
    const pulled = parseReference(textsOf(fields, 'RepoDigests', 400)[0] ?? '');
    const architecture = textOf(fields, 'Architecture');
    const labels = fieldsOf(fieldOf(fieldsOf(fieldOf(fields, 'Config')), 'Labels'));
    const base = textOf(labels, 'org.opencontainers.image.base.name', 300);
    return {
      id,
      repository: named?.repository ?? pulled?.repository,
      tag: named?.tag,
      digest: pulled?.digest ?? `sha256:${id}`,
      architecture: architecture !== undefined && /^[a-z0-9_]{1,20}$/.test(architecture) ? architecture : undefined,
      base: base !== undefined && parseReference(base) !== undefined ? base : undefined,
    };
  });

export interface Reference {
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** `HOST[:PORT]/PATH[:TAG][@sha256:…]`. */
export function parseReference(text: string): Reference | undefined {
  if (text.length > 400) return undefined;
  const match =
    /^([a-zA-Z0-9][\w.-]*(?::\d{1,5}(?=\/))?(?:\/[a-z0-9][\w.-]*)*)(?::(\w[\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(
      text,
    );
  if (match?.[1] === undefined) return undefined;
  return { repository: match[1], tag: match[2], digest: match[3] };
}

/** `debian-12` from an os-release file, as package URLs call a distribution. */
export function parseDistribution(text: string): string | undefined {
  const field = (name: string): string | undefined =>
    new RegExp(`^${name}=["']?([\\w.-]{1,40})["']?\\s*$`, 'm').exec(text.slice(0, 20_000))?.[1];
  const id = field('ID');
  const version = field('VERSION_ID');
  return id === undefined ? undefined : version === undefined ? id : `${id}-${version}`;
}
