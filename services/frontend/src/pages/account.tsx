/** API tokens, and the file that copr-cli reads. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Code, Heading, Nothing } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { API, API_DOCS, loginPath, NEW_TOKEN, REVOKE_TOKEN } from './links.js';
import type { TokenLine } from './page-data.js';
import { CsrfField, Submit } from './parts/form.js';
import { useFrame } from './parts/frame.js';
import { Ago } from './parts/moment.js';
import { Shell } from './parts/shell.js';
import { apiConfig, type ShownToken } from './api-config.js';

export interface AccountProps {
  readonly tokens: readonly TokenLine[];
  /** A token that was made just now: this page is the only one that ever shows it. */
  readonly made?: ShownToken;
}

/** Page `/api/`. */
export function AccountPage({ tokens, made }: AccountProps): JSX.Element {
  const { viewer } = useFrame();
  return (
    <Shell title="API" scripts={['copy.js']}>
      <Heading
        title="API"
        about={
          <>
            Kopr speaks Copr’s API, version 3: <code>copr-cli</code>, python-copr and everything built on them work with
            it.
          </>
        }
      >
        <a class="pf-v6-c-button pf-m-secondary" href={API_DOCS}>
          All endpoints
        </a>
      </Heading>
      {made && <NewTokenCard made={made} />}
      {viewer ? <Tokens tokens={tokens} hasNew={made !== undefined} /> : <LogInFirst />}
      {!made && <FileCard />}
    </Shell>
  );
}

function NewTokenCard({ made }: { made: ShownToken }): JSX.Element {
  const { viewer, siteUrl } = useFrame();
  return (
    <Card title="Your new token">
      <p>
        Put this into <code>~/.config/copr</code>. It is shown only now; Kopr keeps no copy that could be read.
      </p>
      <Code label="Contents of ~/.config/copr" text={apiConfig(viewer?.name ?? '', siteUrl, made)} />
    </Card>
  );
}

/** The file without a token, for those who want to know what they are in for. */
function FileCard(): JSX.Element {
  const { viewer, siteUrl } = useFrame();
  const blank = { login: '<login>', token: '<token>', expiresOn: '<day>' };
  return (
    <Card title="Where a token goes">
      <p>
        copr-cli and python-copr read it from <code>~/.config/copr</code>. A new token is shown in this form, once.
      </p>
      <Code label="Form of ~/.config/copr" text={apiConfig(viewer?.name ?? '<user>', siteUrl, blank)} />
      <p class="kopr-hint">
        <code>copr-cli whoami</code> tells whether it works, and <code>copr-cli new-api-token</code> renews it.
      </p>
    </Card>
  );
}

function Tokens({ tokens, hasNew }: { tokens: readonly TokenLine[]; hasNew: boolean }): JSX.Element {
  return (
    <Card title="Your tokens" aside={<NewTokenForm first={tokens.length === 0} />}>
      {tokens.length === 0 && <Nothing>You have no token yet. A new one comes with a ready file for copr-cli.</Nothing>}
      {tokens.length > 0 && (
        <ul class="kopr-tokens">
          {tokens.map((token, index) => (
            <li key={token.id}>
              <span>
                <code>{token.login}</code> {hasNew && index === 0 && <b>new</b>}
              </span>
              <span class="kopr-faint">
                made <Ago time={token.createdAt} />, good until{' '}
                <time dateTime={token.expiresOn}>{token.expiresOn}</time>
              </span>
              <RevokeForm token={token} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function NewTokenForm({ first }: { first: boolean }): JSX.Element {
  return (
    <form method="post" action={NEW_TOKEN}>
      <CsrfField />
      <Submit text={first ? 'Make a token' : 'Make another token'} />
    </form>
  );
}

function RevokeForm({ token: { id, login } }: { token: TokenLine }): JSX.Element {
  return (
    <form method="post" action={REVOKE_TOKEN}>
      <CsrfField />
      <input type="hidden" name="token" value={id} />
      <button class="pf-v6-c-button pf-m-link pf-m-danger" type="submit">
        Revoke<span class="pf-v6-screen-reader"> the token {login}</span>
      </button>
    </form>
  );
}

function LogInFirst(): JSX.Element {
  return (
    <Card title="Your tokens">
      <Nothing>
        Tokens belong to people: <a href={loginPath(API)}>log in</a> to see yours and to make one.
      </Nothing>
    </Card>
  );
}
