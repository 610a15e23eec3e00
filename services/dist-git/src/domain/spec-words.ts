/** What the words of a spec file are, so that a page can tell them apart by colour. Nothing is evaluated. */

/** `plain` is everything else. */
type WordKind = 'comment' | 'section' | 'tag' | 'macro' | 'plain';

export interface Word {
  readonly kind: WordKind;
  readonly text: string;
}

const SECTION =
  /^%(?:package|description|prep|generate_buildrequires|conf|build|install|check|clean|files|changelog|sourcelist|patchlist|(?:pre|post)(?:un|trans|untrans)?|preun|verifyscript|(?:file|transfile)?trigger\w*)(?!\w)/;
/** Only before the first section, and after `%package`. */
const TAG = /^[A-Za-z]\w*(?:\([^()]*\))?:/;
/** `%{…}` without braces in it, `%%`, `%name`, `%?name`. */
const MACRO = /%(?:\{[^{}]*\}|%|[?!]*\w+)/g;

/** The words of each line. */
export function specWords(lines: readonly string[]): Word[][] {
  let hasTags = true;
  return lines.map((line) => {
    const section = SECTION.exec(line)?.[0];
    if (section !== undefined) hasTags = section === '%package';
    if (/^\s*#/.test(line)) return [{ kind: 'comment', text: line }];
    const head = section ?? (hasTags ? TAG.exec(line)?.[0] : undefined);
    if (head === undefined) return macrosIn(line);
    return [{ kind: section === undefined ? 'tag' : 'section', text: head }, ...macrosIn(line.slice(head.length))];
  });
}

function macrosIn(text: string): Word[] {
  const words: Word[] = [];
  let end = 0;
  const plain = (to: number): void => {
    if (to > end) words.push({ kind: 'plain', text: text.slice(end, to) });
  };
  for (const match of text.matchAll(MACRO)) {
    plain(match.index);
    words.push({ kind: 'macro', text: match[0] });
    end = match.index + match[0].length;
  }
  plain(text.length);
  return words;
}
