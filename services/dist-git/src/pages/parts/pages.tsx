/** The ways between the pages of a long list. */
/** @jsxRuntime automatic @jsxImportSource preact */
import type { JSX } from 'preact';

/** Nothing where one page holds it all. */
export function Pages({ view, href }: { view: { page: number; pages: number }; href: string }): JSX.Element | null {
  const { page, pages } = view;
  if (pages === 1) return null;
  return (
    <nav class="kopr-pager" aria-label="Pages">
      {page > 1 && (
        <a
          class="pf-v6-c-button pf-m-secondary"
          rel="prev nofollow"
          href={page === 2 ? href : `${href}?page=${page - 1}`}
        >
          ‹ Back
        </a>
      )}
      <span>
        Page {page} of {pages}
      </span>
      {page < pages && (
        <a class="pf-v6-c-button pf-m-secondary" rel="next nofollow" href={`${href}?page=${page + 1}`}>
          More ›
        </a>
      )}
    </nav>
  );
}
