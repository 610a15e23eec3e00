/** One field of a source's form, with what was typed and what was wrong with it. */
/** @jsxRuntime automatic @jsxImportSource preact */
import type { JSX } from 'preact';
import type { SourceInput } from '../source-inputs.js';
import { Choices, type Described, Field } from './form.js';
import { Select } from './select.js';

export interface SourceFieldProps {
  readonly input: SourceInput;
  /** What was typed, or ticked. */
  readonly value: string | readonly string[];
  readonly error: string | undefined;
}

/** Its control, below its label. */
export function SourceField({ input, value, error }: SourceFieldProps): JSX.Element {
  const { name, label, hint } = input;
  if (input.kind === 'boxes')
    return (
      <Choices
        legend={label}
        name={name}
        options={input.options}
        chosen={[value].flat()}
        error={error}
        {...(hint === undefined ? {} : { hint })}
      />
    );
  const required = 'required' in input && input.required;
  return (
    <Field id={name} label={label} required={required} hint={hint} error={error}>
      <span class={classOf(input.kind, error)}>
        <Control input={input} value={[value].flat().join(' ')} described={describedBy(input, error)} />
      </span>
    </Field>
  );
}

const KINDS = { line: '', text: ' pf-m-textarea pf-m-resize-vertical', choice: '' } as const;

function classOf(kind: keyof typeof KINDS, error: string | undefined): string {
  return `pf-v6-c-form-control${KINDS[kind]}${error === undefined ? '' : ' pf-m-error'}`;
}

/** Hint and error, for screen readers. */
function describedBy({ name, hint }: SourceInput, error: string | undefined): Described {
  const ids = [...(error === undefined ? [] : [`${name}-error`]), ...(hint === undefined ? [] : [`${name}-hint`])];
  return {
    ...(ids.length === 0 ? {} : { 'aria-describedby': ids.join(' ') }),
    ...(error === undefined ? {} : { 'aria-invalid': true }),
  };
}

interface ControlProps {
  readonly input: Exclude<SourceInput, { kind: 'boxes' }>;
  readonly value: string;
  readonly described: Described;
}

function Control({ input, value, described }: ControlProps): JSX.Element {
  const { name } = input;
  if (input.kind === 'choice') return <Select id={name} value={value} options={input.options} {...described} />;
  const typed = { id: name, name, placeholder: input.placeholder, required: input.required, spellcheck: false };
  if (input.kind === 'line') return <input type="text" value={value} autocomplete="off" {...typed} {...described} />;
  return (
    <textarea class="kopr-mono" rows={input.rows} {...typed} {...described}>
      {value}
    </textarea>
  );
}
