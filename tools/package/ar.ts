// Writes ar archives, the outer shell of a .deb (deb(5)).

export interface ArMember {
  /** At most 16 bytes. */
  readonly name: string;
  readonly content: Uint8Array;
}

/** `seconds`: the time of every member, since 1970. Throws RangeError for a name that is too long. */
export function writeAr(members: readonly ArMember[], seconds: number): Uint8Array {
  const parts: Uint8Array[] = [Buffer.from('!<arch>\n')];
  for (const { name, content } of members) {
    if (Buffer.byteLength(name) > 16) throw new RangeError(`${name} is too long for an ar archive`);
    const fields = [name.padEnd(16), String(seconds).padEnd(12), '0     ', '0     ', '100644  '];
    parts.push(Buffer.from(`${fields.join('')}${String(content.length).padEnd(10)}\`\n`), content);
    if (content.length % 2 === 1) parts.push(Buffer.from('\n'));
  }
  return Buffer.concat(parts);
}
