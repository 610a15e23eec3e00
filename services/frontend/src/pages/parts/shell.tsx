/** The whole document around a page's content. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Document } from '@kopr/shared/look';
import type { ComponentChildren, JSX } from 'preact';
import { API, BUILDS, HOME, LOGIN, LOGOUT, loginPath, ownerPath, PROJECTS } from '../links.js';
import { Alarms } from './alarms.js';
import { CsrfField } from './form.js';
import { useFrame } from './frame.js';

export interface ShellProps {
  /** Of the document; the site's name is put behind it. */
  readonly title: string;
  readonly description?: string;
  /** Names of scripts that this page is better with. */
  readonly scripts?: readonly string[];
  /** Without scripts, the page is loaded again after so many seconds. */
  readonly refreshS?: number | undefined;
  readonly children: ComponentChildren;
}

const PLACES = [
  { href: PROJECTS, text: 'Projects' },
  { href: BUILDS, text: 'Builds' },
  { href: API, text: 'API' },
] as const;

/** Head, header, main part and footer. */
export function Shell({ title, description, scripts = [], refreshS, children }: ShellProps): JSX.Element {
  const { asset, path } = useFrame();
  const here = path.split('?')[0];
  return (
    <Document
      title={title === 'Kopr' ? 'Kopr: RPM packages, built and published' : `${title} · Kopr`}
      description={description}
      scripts={scripts}
      refreshS={refreshS}
      asset={asset}
      home={HOME}
      places={PLACES.map((place) => ({ ...place, current: place.href === here }))}
      account={<Account />}
    >
      <Alarms />
      {children}
    </Document>
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
