/** The whole document around a page's content. */
/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren, JSX } from 'preact';
import { API, BUILDS, HOME, LOGIN, LOGOUT, loginPath, ownerPath, PROJECTS } from '../links.js';
import { CsrfField } from './form.js';
import { useFrame } from './frame.js';
import { drawn, placed } from './markup.js';

export interface ShellProps {
  /** Of the document; the site's name is put behind it. */
  readonly title: string;
  readonly description?: string;
  /** Names of scripts in `public/` that this page is better with. */
  readonly scripts?: readonly string[];
  /** Without scripts, the page is loaded again after so many seconds. */
  readonly refreshS?: number | undefined;
  readonly children: ComponentChildren;
}

/** Head, header, main part and footer. */
export function Shell({ title, description, scripts = [], refreshS, children }: ShellProps): JSX.Element {
  const { asset } = useFrame();
  return (
    <html lang="en" class="kopr">
      <head>
        <meta charset="utf-8" />
        <title>{title === 'Kopr' ? 'Kopr: RPM packages, built and published' : `${title} · Kopr`}</title>
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
      <body>
        <a class="pf-v6-c-button pf-m-primary kopr-skip" href="#main">
          Skip to content
        </a>
        <Header />
        <main id="main" class="kopr-main" tabIndex={-1}>
          {children}
        </main>
        {FOOTER}
      </body>
    </html>
  );
}

function Header(): JSX.Element {
  const { asset } = useFrame();
  return (
    <header class="kopr-header">
      <div class="kopr-header__inner">
        <a class="kopr-brand" href={HOME}>
          <img src={asset('logo.svg')} alt="" width="36" height="36" />
          <span>Kopr</span>
        </a>
        <nav class="kopr-nav" aria-label="Main">
          <NavLink href={PROJECTS} text="Projects" />
          <NavLink href={BUILDS} text="Builds" />
          <NavLink href={API} text="API" />
        </nav>
        <Account />
      </div>
    </header>
  );
}

function NavLink({ href, text }: { href: string; text: string }): JSX.Element {
  const { path } = useFrame();
  return (
    <a href={href} {...(path.split('?')[0] === href ? { 'aria-current': 'page' as const } : {})}>
      {text}
    </a>
  );
}

function Account(): JSX.Element {
  const { viewer, path } = useFrame();
  if (!viewer) {
    // The log-in page would else lead to itself, ever deeper.
    if (path.startsWith(LOGIN)) return <div class="kopr-account" />;
    return (
      <div class="kopr-account">
        <a class="pf-v6-c-button pf-m-secondary" href={loginPath(path)} rel="nofollow">
          Log in
        </a>
      </div>
    );
  }
  return (
    <form class="kopr-account" method="post" action={LOGOUT}>
      <CsrfField />
      <a href={ownerPath(viewer.name)}>{viewer.name}</a>
      <button class="pf-v6-c-button pf-m-secondary" type="submit">
        Log out
      </button>
    </form>
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
