// The table of fields in docs/reference/query.md, made from the fields themselves.
import { expectedOf } from './value.ts';
import type { About } from './field.ts';
import { FIELDS } from './fields.ts';
import type { KnownField } from './fields.ts';

/** Markdown, without a newline at its end. */
export function fieldTable(about: About): string {
  const rows = (FIELDS as readonly KnownField[])
    .filter((field) => field.about === about)
    .map((field) => `| ${[keys(field), field.help, valuesOf(field), `\`${field.example}\``].join(' | ')} |`);
  return ['| field | what it asks | values | example |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

const keys = ({ name, aliases }: KnownField): string =>
  [`\`${name}\``, ...aliases.map((alias) => `\`${alias}\``)].join(', ');

function valuesOf(field: KnownField): string {
  const missing = field.optional ? ', `none`' : '';
  switch (field.type) {
    case 'text':
      return `text${missing}`;
    case 'tag':
      return `tag${missing}`;
    case 'version':
      return `version${missing}`;
    case 'past':
      return `duration ago, date${missing}`;
    case 'future':
      return `duration ahead, date${missing}`;
    case 'number':
      return `number${field.fraction ? ' or percentage' : ''}${missing}`;
    case 'boolean':
    case 'choice':
      return codes(expectedOf(field), ', ');
    case 'enum':
      return [codes(field.values, ' < '), ...field.unordered.map((value) => `\`${value}\``)].join(', ');
  }
}

const codes = (values: readonly string[], between: string): string =>
  values.map((value) => `\`${value}\``).join(between);
