/** Which changes of its repository a package is built for. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { PULL_REQUESTS } from '../../domain/hooks/rules.js';
import { hookRulesPath, webhooksPath } from '../links.js';
import type { HookRulesForm, PackageView } from '../package-data.js';
import { Actions, CsrfField, Field, FormError, Submit, TextArea } from './form.js';
import { Select } from './select.js';

export interface HookRulesProps {
  readonly view: PackageView;
  readonly form?: HookRulesForm | undefined;
  /** What was wrong with what was typed: with each field, or with all of it. */
  readonly errors?: Readonly<Record<string, string>>;
  readonly error?: string | undefined;
}

/** The form; empty fields leave it to the source. */
export function HookRulesCard({ view, form, error, errors = {} }: HookRulesProps): JSX.Element {
  const typed = form ?? typedOf(view);
  return (
    <Card title="Built when its repository changes">
      <form class="pf-v6-c-form" method="post" action={hookRulesPath(view.project, view.name)}>
        <CsrfField />
        <FormError message={Object.keys(errors).length > 0 ? undefined : error} />
        <label class="kopr-choice">
          <input type="checkbox" name="webhookRebuild" value="yes" checked={typed.webhookRebuild} />
          <span>Webhooks and pushes build it</span>
        </label>
        <Patterns
          id="branches"
          label="Branches"
          text={typed.branches}
          error={errors['branches']}
          none="the branch that it is built from"
        />
        <Patterns id="tags" label="Tags" text={typed.tags} error={errors['tags']} none={`${view.name}-<version>`} />
        <Patterns
          id="paths"
          label="Changed files"
          text={typed.paths}
          error={errors['paths']}
          none="those below its subdirectory"
        />
        <Field
          id="pullRequests"
          label="Pull requests"
          error={errors['pullRequests']}
          hint="Built into directories of their own."
        >
          <span class="pf-v6-c-form-control">
            <Select
              id="pullRequests"
              value={typed.pullRequests}
              options={REQUESTS}
              aria-describedby="pullRequests-hint"
            />
          </span>
        </Field>
        <Actions>
          <Submit text="Save" />
          <a class="pf-v6-c-button pf-m-link" href={webhooksPath(view.project)}>
            Webhooks
          </a>
        </Actions>
      </form>
    </Card>
  );
}

interface PatternsProps {
  readonly id: string;
  readonly label: string;
  readonly text: string;
  readonly error: string | undefined;
  readonly none: string;
}

function Patterns({ id, label, text, error, none }: PatternsProps): JSX.Element {
  return (
    <Field id={id} label={label} error={error} hint={`Shell patterns, one on each line. Empty: ${none}.`}>
      <TextArea id={id} text={text} rows={2} spellcheck={false} />
    </Field>
  );
}

const WORDS = { all: 'all of them', own: 'only those from the repository itself', none: 'none' } as const;
const REQUESTS = PULL_REQUESTS.map((value) => ({ value, text: WORDS[value] }));

function typedOf({ webhookRebuild, hookRules }: PackageView): HookRulesForm {
  const { branches, tags, paths, pullRequests } = hookRules;
  const lines = (patterns: readonly string[]): string => patterns.join('\n');
  return { webhookRebuild, branches: lines(branches), tags: lines(tags), paths: lines(paths), pullRequests };
}
