/** A file's lines, or why they are not shown. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Nothing } from '@kopr/shared/look';
import type { JSX } from 'preact';
import type { RepositoryName } from '../../domain/names.js';
import type { FileView } from '../views/file-view.js';
import { Visible } from './visible.js';
import { Lines, linesOf, readerOf } from './lines.js';

export interface FileBodyProps {
  readonly name: RepositoryName;
  /** What the file is called. */
  readonly file: string;
  readonly view: FileView;
  /** Where its lines have their addresses, if that is not here. */
  readonly href?: string;
}

/** Content as far as a page can show it. */
export function FileBody({ name, file, view: { content, kind }, href }: FileBodyProps): JSX.Element {
  if (content.kind === 'large') return <Nothing>The file is too large for a page.</Nothing>;
  if (content.kind === 'binary') return <Nothing>The file is not text.</Nothing>;
  if (kind === 'link')
    return (
      <p>
        A link to{' '}
        <code>
          <Visible text={content.text} />
        </code>
      </p>
    );
  if (content.text === '') return <Nothing>The file is empty.</Nothing>;
  const read = readerOf(file, name);
  return <Lines lines={read(linesOf(content.text))} label={`Content of ${file}`} href={href} />;
}
