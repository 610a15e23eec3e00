/** A file of a commit, with an address for every line. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Heading } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { hrefOf } from '../domain/address.js';
import { type ByteText, textOf } from '../domain/byte-text.js';
import type { RepositoryName } from '../domain/names.js';
import { FileBody } from './parts/file-body.js';
import { Shell } from './parts/shell.js';
import { here, toPath } from './parts/trail.js';
import { legible } from './parts/visible.js';
import { RefLink } from './tree.js';
import type { FileView } from './views/file-view.js';
import { refInWords, sizeInWords } from './words.js';

export interface FileProps {
  readonly name: RepositoryName;
  readonly reference: string;
  readonly path: readonly ByteText[];
  readonly view: FileView;
}

/** Page `…/file/<ref>/<path>`. */
export function FilePage({ name, reference, path, view }: FileProps): JSX.Element {
  const shown = refInWords(reference);
  const file = legible(textOf(path.at(-1) ?? ''));
  return (
    <Shell title={[...path.map((step) => legible(textOf(step))), name.package].join(' · ')}>
      <Heading
        title={file}
        about={`${factsOf(view).join(', ')} at ${shown}`}
        crumbs={here(toPath(name, reference, shown, path))}
      >
        <RefLink name={name} reference={reference} />
        <a
          class="pf-v6-c-button pf-m-secondary"
          href={hrefOf({ page: 'raw', repository: name, ref: reference, path })}
          rel="nofollow"
        >
          Raw
        </a>
      </Heading>
      <Card title="Content">
        <FileBody name={name} file={file} view={view} />
      </Card>
    </Shell>
  );
}

/** What is worth knowing beside the lines. */
function factsOf({ kind, size, content }: FileView): string[] {
  const facts = [sizeInWords(size)];
  if (kind === 'program') facts.push('executable');
  if (kind === 'link') facts.push('a symbolic link');
  if (content.kind !== 'text') return facts;
  if (!content.isUtf8) facts.push('not UTF-8 and shown as Latin-1');
  if (content.text.includes('\r\n')) facts.push('lines end with CRLF');
  return facts;
}
