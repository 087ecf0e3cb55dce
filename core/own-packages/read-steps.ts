// Reads the steps of an archive: each is a mapping with one member, which says what is done.
import type { Fields } from './fields.ts';
import { isInside, isPlainPath, whyNotWritable } from './paths.ts';
import type { Step } from './release.ts';

const KINDS = ['unpack', 'copy', 'link', 'directory', 'unit', 'run'] as const;
const MOST_STEPS = 100;
/** Of a program: nothing in it is ever taken apart, and Windows would take quotation marks apart. */
export const ARGUMENT = /^[^\p{Cc}"]{1,400}$/u;
const MODE = /^0?[0-7]{3}$/;

type Open = (value: unknown, at: string) => Fields;

/** `open`: reads a mapping at its place. */
export function readSteps(fields: Fields, open: Open): readonly Step[] {
  const steps = fields.list('install', MOST_STEPS, (value, at): Step | undefined => {
    const outer = open(value, at);
    const kinds = KINDS.filter((kind) => outer.has(kind));
    const [kind, another] = kinds;
    outer.close();
    if (kind === undefined || another !== undefined)
      return outer.fault('', `is one of ${KINDS.join(', ')}, and one alone`);
    const inner = open(outer.raw(kind), `${at}.${kind}`);
    const step = readStep(kind, inner, open);
    inner.close();
    return step;
  });
  const read = steps.filter((step) => step !== undefined);
  if (read.length === 0) fields.fault('install', 'is needed: what is done with the archive');
  return read;
}

function readStep(kind: (typeof KINDS)[number], fields: Fields, open: Open): Step {
  const place = (name: string): string => {
    const path = fields.text(name, 300);
    const why = path === '' ? undefined : whyNotWritable(path);
    if (why !== undefined) fields.fault(name, why);
    return path;
  };
  const inside = (member: 'from' | 'program' = 'from'): string => {
    const name = fields.text(member, 300);
    if (name !== '' && !isInside(name)) fields.fault(member, 'is no plain name inside the archive');
    return name;
  };
  const mode = (otherwise: string): string =>
    fields.optional('mode', 4, MODE, 'is no mode without special bits, such as "0644"') ?? otherwise;
  switch (kind) {
    case 'unpack':
      return { does: 'unpack', to: place('to'), strip: fields.number('strip', 0, 9, 0) };
    case 'copy':
      return { does: 'copy', from: inside(), to: place('to'), mode: mode('0644'), keep: fields.flag('keep') };
    case 'link': {
      const to = fields.text('to', 300);
      if (to !== '' && !isPlainPath(to)) fields.fault('to', 'is no plain absolute path');
      return { does: 'link', at: place('at'), to };
    }
    case 'directory':
      return { does: 'directory', at: place('at'), mode: mode('0755') };
    case 'run':
      return {
        does: 'run',
        program: inside('program'),
        arguments: readArguments(fields),
        undo: readUndo(fields, open),
      };
    case 'unit':
      return {
        does: 'unit',
        name: fields.text('name', 100, /^[a-z0-9][\w.-]*\.(?:service|timer)$/, 'is no name.service or name.timer'),
        from: inside(),
        start: fields.flag('start'),
      };
  }
}

const readArguments = (fields: Fields): readonly string[] =>
  fields.texts('arguments', 50, ARGUMENT, 'are arguments, one each, without quotation marks');

function readUndo(fields: Fields, open: Open): Extract<Step, { does: 'run' }>['undo'] {
  if (!fields.has('undo')) return undefined;
  const undo = open(fields.raw('undo'), `${fields.at}.undo`);
  const path = undo.text('path', 300);
  const why = path === '' ? undefined : whyNotWritable(path);
  if (why !== undefined) undo.fault('path', why);
  const found = { path, arguments: readArguments(undo) };
  undo.close();
  return found;
}
