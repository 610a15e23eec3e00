/** Newer and older pages of a list. */
/** @jsxRuntime automatic @jsxImportSource preact */
import type { JSX } from 'preact';

export interface PagerProps {
  readonly page: number;
  readonly more: boolean;
  /** The list's own address, with its other options. */
  readonly href: string;
}

/** Nothing where one page holds it all. */
export function Pager({ page, more, href }: PagerProps): JSX.Element | null {
  if (page === 1 && !more) return null;
  const to = (number: number): string => `${href}${href.includes('?') ? '&' : '?'}page=${number}`;
  return (
    <nav class="kopr-pager" aria-label="Pages">
      {page > 1 && (
        <a class="pf-v6-c-button pf-m-secondary" rel="prev" href={page === 2 ? href : to(page - 1)}>
          ‹ Newer
        </a>
      )}
      <span>Page {page}</span>
      {more && (
        <a class="pf-v6-c-button pf-m-secondary" rel="next" href={to(page + 1)}>
          Older ›
        </a>
      )}
    </nav>
  );
}
