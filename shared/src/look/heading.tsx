/** The top of a page: where it is, what it is, what can be done with it. */
/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren, JSX } from 'preact';

/** A step on the way here; the last one is the page itself and has no link. */
interface Crumb {
  readonly text: string;
  readonly href?: string;
}

/** The way to this page. */
function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }): JSX.Element {
  return (
    <nav class="pf-v6-c-breadcrumb" aria-label="Breadcrumb">
      <ol class="pf-v6-c-breadcrumb__list">
        {crumbs.map(({ text, href }, index) => (
          <li class="pf-v6-c-breadcrumb__item" key={text}>
            {index > 0 && (
              <span class="pf-v6-c-breadcrumb__item-divider" aria-hidden="true">
                ›
              </span>
            )}
            {href === undefined ? (
              <span class="pf-v6-c-breadcrumb__link pf-m-current" aria-current="page">
                {text}
              </span>
            ) : (
              <a class="pf-v6-c-breadcrumb__link" href={href}>
                {text}
              </a>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

export interface HeadingProps {
  readonly title: ComponentChildren;
  readonly crumbs?: readonly Crumb[];
  /** One line below the title. */
  readonly about?: ComponentChildren;
  /** Buttons and the like. */
  readonly children?: ComponentChildren;
}

/** Breadcrumb, title, a line about it, actions. */
export function Heading({ title, crumbs, about, children }: HeadingProps): JSX.Element {
  return (
    <div class="kopr-heading">
      {crumbs && <Breadcrumb crumbs={crumbs} />}
      <div class="kopr-heading__row">
        <div>
          <h1 class="pf-v6-c-title pf-m-h1">{title}</h1>
          {about && <p class="kopr-heading__about">{about}</p>}
        </div>
        {children && <div class="kopr-heading__actions">{children}</div>}
      </div>
    </div>
  );
}
