/** A framed part of a page with a title of its own. */
/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren, JSX } from 'preact';

export interface CardProps {
  readonly title: string;
  /** Beside the title, on its right. */
  readonly aside?: ComponentChildren;
  readonly id?: string;
  readonly children: ComponentChildren;
}

/** A section, named by its title. */
export function Card({ title, aside, id, children }: CardProps): JSX.Element {
  const titleId = `${id ?? title.toLowerCase().replace(/\W+/g, '-')}-title`;
  return (
    <section class="pf-v6-c-card kopr-card" aria-labelledby={titleId} {...(id === undefined ? {} : { id })}>
      <div class="pf-v6-c-card__header">
        <h2 class="pf-v6-c-card__title-text" id={titleId}>
          {title}
        </h2>
        {aside && <div class="kopr-card__aside">{aside}</div>}
      </div>
      <div class="pf-v6-c-card__body">{children}</div>
    </section>
  );
}

/** Said where a list would be: what is missing, and what to do about it. */
export function Nothing({ children }: { children: ComponentChildren }): JSX.Element {
  return <p class="kopr-nothing">{children}</p>;
}
