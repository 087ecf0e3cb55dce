// HTML in which nothing is markup but what is written as markup.

export interface Html {
  /** Goes into a page as it is. */
  readonly trusted: string;
}

type Piece = string | Html | readonly Piece[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const textOf = (piece: Piece): string => {
  if (typeof piece === 'string') return piece.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
  return 'trusted' in piece ? piece.trusted : piece.map(textOf).join('');
};

export const html = (texts: TemplateStringsArray, ...pieces: readonly Piece[]): Html => ({
  trusted: texts.map((text, index) => text + (index < pieces.length ? textOf(pieces[index] ?? '') : '')).join(''),
});
