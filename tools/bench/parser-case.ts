// One tool's answer of ten megabytes, made up, and who reads it.

/** Reads the text and gives how many records it found: none would be no measurement. */
export type Case = readonly [name: string, text: () => string, read: (text: string) => number];

const bytes = 10 << 20;

/** Ten megabytes of records, between a head and a foot. */
export function filled(record: (at: number) => string, head = '', foot = ''): string {
  const parts: string[] = [];
  for (let length = 0, at = 0; length < bytes; at++) {
    const part = record(at);
    parts.push(part);
    length += part.length;
  }
  return head + parts.join('') + foot;
}

export const sentence = 'a library that keeps what is put into it until somebody asks for it';
export const hex = (at: number, digits: number): string => at.toString(16).padStart(digits, '0');
