/** HTML that cannot forget to escape: whatever is put into `html` is text, unless `html` made it. */

/** Markup that is safe to send. */
export interface Html {
  readonly markup: string;
}

/** Tagged template: in `html`<p>${name}</p>`` the name is escaped. */
export function html(texts: TemplateStringsArray, ...pieces: (string | number | Html)[]): Html {
  return { markup: texts.map((text, index) => text + rendered(pieces[index] ?? '')).join('') };
}

/** Several pieces, one after the other. */
export function all(pieces: readonly Html[]): Html {
  return { markup: pieces.map(({ markup }) => markup).join('') };
}

function rendered(piece: string | number | Html): string {
  return typeof piece === 'object' ? piece.markup : escape(String(piece));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
