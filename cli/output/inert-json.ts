// JSON that cannot steer the terminal it is shown in: what JSON itself leaves raw is escaped too.

const LEFT_RAW = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** `value` as JSON, ended by a newline; the same value when read back. `indent` 0: one line. */
export function inertJson(value: unknown, indent: 0 | 2 = 2): string {
  return `${JSON.stringify(value, null, indent).replace(LEFT_RAW, escape)}\n`;
}

const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
