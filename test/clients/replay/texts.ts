/** Texts without what is chance in Copr's answers. */
import { isStrange } from './memory.js';

/** Dependencies of a `.repo` file come in random order and are counted in it; the rest is as it stands. */
export function linesOf(body: string): string[] {
  const lines = body.trimEnd().split('\n');
  if (!body.startsWith('[copr:')) return lines;
  return lines
    .filter((line) => line !== '')
    .map(uncounted)
    .sort();
}

const uncounted = (line: string) => line.replace(/dependency #\d+/, 'dependency #');

/** Without counts, and with builds in order: Copr lists them in any, and some of its own were never made here. */
export function plain(text: string): string {
  const inOrder = (list: string) => {
    const ids = list.split(', ').map(Number);
    return ids
      .filter((id) => !isStrange(id))
      .sort((a, b) => a - b)
      .join(', ');
  };
  return uncounted(text).replace(/(?<=build\(s\) )\d+(, \d+)+/gi, inOrder);
}
