/** The whole document around a page's content: the same for every service that people look at. */
/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren, JSX, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { drawn, placed } from './markup.js';

/** A place in the header. `current`: the page is that place itself. */
interface NavPlace {
  readonly href: string;
  readonly text: string;
  readonly current: boolean;
}

export interface DocumentProps {
  /** As the window shows it. */
  readonly title: string;
  readonly description?: string | undefined;
  /** Names of scripts that this page is better with. */
  readonly scripts: readonly string[];
  /** Without scripts, the page is loaded again after so many seconds. */
  readonly refreshS?: number | undefined;
  /** The address of a static file. */
  asset(name: string): string;
  /** Where Kopr's name in the header leads. */
  readonly home: string;
  readonly places: readonly NavPlace[];
  /** At the end of the header. */
  readonly account?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** Head, header, main part and footer. */
export function Document(props: DocumentProps): JSX.Element {
  return (
    <html lang="en" class="kopr">
      <Head {...props} />
      <body>
        <a class="pf-v6-c-button pf-m-primary kopr-skip" href="#main">
          Skip to content
        </a>
        <Header {...props} />
        <main id="main" class="kopr-main" tabIndex={-1}>
          {props.children}
        </main>
        {FOOTER}
      </body>
    </html>
  );
}

function Head({ title, description, scripts, refreshS, asset }: DocumentProps): JSX.Element {
  return (
    <head>
      <meta charset="utf-8" />
      <title>{title}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      {description && <meta name="description" content={description} />}
      <link rel="preload" href={asset('RedHatTextVF.woff2')} as="font" type="font/woff2" crossOrigin="anonymous" />
      <link rel="stylesheet" href={asset('kopr.css')} />
      <link rel="icon" href={asset('logo.svg')} type="image/svg+xml" />
      {refreshS !== undefined && (
        <noscript>
          <meta httpEquiv="refresh" content={String(refreshS)} />
        </noscript>
      )}
      {scripts.map((name) => (
        <script key={name} type="module" src={asset(name)} />
      ))}
    </head>
  );
}

function Header({ home, places, account, asset }: DocumentProps): JSX.Element {
  return (
    <header class="kopr-header">
      <div class="kopr-header__inner">
        <a class="kopr-brand" href={home}>
          <img src={asset('logo.svg')} alt="" width="36" height="36" />
          <span>Kopr</span>
        </a>
        <nav class="kopr-nav" aria-label="Main">
          {places.map(({ href, text, current }) => (
            <a key={href} href={href} {...(current ? { 'aria-current': 'page' as const } : {})}>
              {text}
            </a>
          ))}
        </nav>
        {account}
      </div>
    </header>
  );
}

/** Always the same, so it is drawn only once. */
const FOOTER = placed(
  drawn(
    <footer class="kopr-footer">
      <p>
        <b>Kopr</b> is Czech for dill. It builds RPM packages and speaks Copr’s API, so <code>copr-cli</code> and{' '}
        <code>dnf copr</code> work with it.
      </p>
    </footer>,
  ),
);

/** A page as the bytes that are sent; at once, since of a text they would be counted, then made. */
export function documentBytes(page: VNode): Buffer {
  return Buffer.from(`<!doctype html>${renderToString(page)}`);
}
