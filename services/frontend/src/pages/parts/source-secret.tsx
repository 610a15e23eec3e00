/** The secret of a package whose repository is private: what there is, and the forms that set it. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Code } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { dropSecretPath, makeKeyPath, secretPath } from '../links.js';
import type { PackageView } from '../package-data.js';
import type { HeldSecret, SecretView } from '../secret-data.js';
import { Actions, CsrfField, Field, FormError, Input, Submit, TextArea } from './form.js';
import { Ago } from './moment.js';
import { Fact } from './source-facts.js';

export interface SourceSecretProps {
  readonly view: PackageView;
  readonly secret: SecretView;
  /** What was wrong with what was typed: with each field, or with all of it. */
  readonly errors?: Readonly<Record<string, string>>;
  readonly error?: string | undefined;
}

/** Only for those who may edit the package. */
export function SourceSecret({ view, secret, error, errors = {} }: SourceSecretProps): JSX.Element | null {
  const { fits, held } = secret;
  if (fits === null) return null;
  const known = Object.keys(errors).some((field) => FIELDS.includes(field));
  return (
    <Card title="Private repository" id="secret">
      <FormError message={known ? undefined : error} />
      {held ? <Held view={view} held={held} /> : <p>{NONE[fits]}</p>}
      {fits === 'ssh-key' && <MakeKey view={view} again={held !== null} />}
      <form class="pf-v6-c-form" method="post" action={secretPath(view.project, view.name)}>
        <CsrfField />
        {fits === 'ssh-key' ? <KeyFields errors={errors} /> : <TokenFields errors={errors} />}
        <Actions>
          <Submit text={held ? 'Replace it' : 'Save'} />
        </Actions>
      </form>
      <p class="kopr-hint">
        Sealed, given only to builders of this package, and never shown. It goes when the address changes.
      </p>
    </Card>
  );
}

const FIELDS = ['key', 'known_hosts', 'user', 'token'];
const NONE = {
  'ssh-key': 'An SSH address needs a deploy key. Let Kopr make one, or paste yours.',
  token: 'If the repository is private, give a token that may read it.',
} as const;
const WORDS = { 'ssh-key': 'a deploy key', token: 'a token' } as const;

function Held({ view, held }: { view: PackageView; held: HeldSecret }): JSX.Element {
  const { kind, publicKey, fingerprint, setAt, setBy } = held;
  return (
    <>
      <p>
        It has {WORDS[kind]}, set by {setBy} <Ago time={setAt} />.
      </p>
      {publicKey !== null && (
        <>
          <p>The forge must know it as a deploy key; reading is enough:</p>
          <Code label="The public key" text={publicKey} />
          <dl class="kopr-facts kopr-facts--source">
            <Fact term="Fingerprint">{fingerprint}</Fact>
          </dl>
        </>
      )}
      <form method="post" action={dropSecretPath(view.project, view.name)}>
        <CsrfField />
        <Actions>
          <Submit text="Remove it" danger />
        </Actions>
      </form>
    </>
  );
}

function MakeKey({ view, again }: { view: PackageView; again: boolean }): JSX.Element {
  return (
    <form method="post" action={makeKeyPath(view.project, view.name)}>
      <CsrfField />
      <Actions>
        <Submit text={again ? 'Make another key here' : 'Make a key here'} />
      </Actions>
    </form>
  );
}

type Errors = Readonly<Record<string, string>>;

function KeyFields({ errors }: { errors: Errors }): JSX.Element {
  return (
    <>
      <Field id="key" label="A key of your own" error={errors['key']} hint="The private half, without passphrase.">
        <TextArea id="key" text="" rows={3} spellcheck={false} autocomplete="off" />
      </Field>
      <Field
        id="known_hosts"
        label="Host keys"
        error={errors['known_hosts']}
        hint="Lines of known_hosts. Empty: whichever host key is met is taken."
      >
        <TextArea id="known_hosts" text="" rows={2} spellcheck={false} />
      </Field>
    </>
  );
}

function TokenFields({ errors }: { errors: Errors }): JSX.Element {
  return (
    <>
      <Field id="user" label="User" error={errors['user']} hint="Empty: any, as most forges have it.">
        <Input id="user" autocomplete="off" hinted />
      </Field>
      <Field id="token" label="Token" error={errors['token']} hint="One that may only read this repository is best.">
        <Input id="token" type="password" autocomplete="off" hinted />
      </Field>
    </>
  );
}
