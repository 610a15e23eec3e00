/** Parts of forms: a label for every field, and what was wrong with it beside it. */
/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren, JSX } from 'preact';
import { useFrame } from './frame.js';
import { Icon } from './icon.js';

/** Proves that a form is ours. First in every form: an upload is read from front to back. */
export function CsrfField(): JSX.Element {
  return <input type="hidden" name="csrf" value={useFrame().csrf} />;
}

/** What was wrong, in one place above the form; it takes the focus of screen readers when the page comes back. */
export function FormError({ message }: { message: string | undefined }): JSX.Element | null {
  if (message === undefined) return null;
  return (
    <div class="pf-v6-c-alert pf-m-danger pf-m-inline" role="alert">
      <p class="pf-v6-c-alert__title">
        <span class="pf-v6-screen-reader">Error: </span>
        {message}
      </p>
    </div>
  );
}

export interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly required?: boolean;
  readonly hint?: ComponentChildren;
  /** What was wrong with what was typed. */
  readonly error?: string | undefined;
  readonly children: ComponentChildren;
}

/** A label above whatever takes the value. Hint and error are tied to it by `<id>-hint` and `<id>-error`. */
export function Field({ id, label, required = false, hint, error, children }: FieldProps): JSX.Element {
  return (
    <div class="pf-v6-c-form__group">
      <div class="pf-v6-c-form__group-label">
        <label class="pf-v6-c-form__label" for={id}>
          <span class="pf-v6-c-form__label-text">{label}</span>
          {required && (
            <span class="pf-v6-c-form__label-required" aria-hidden="true">
              {' '}
              *
            </span>
          )}
        </label>
      </div>
      <div class="pf-v6-c-form__group-control">
        {children}
        <FieldError id={id} message={error} />
        {hint && (
          <p class="kopr-hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

function FieldError({ id, message }: { id: string; message: string | undefined }): JSX.Element | null {
  if (message === undefined) return null;
  return (
    <p class="kopr-field-error" id={`${id}-error`}>
      <Icon name="warning" /> {message}
    </p>
  );
}

/** What screen readers are told of a control besides its label. */
export interface Described {
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
}

type InputProps = JSX.IntrinsicElements['input'] & { readonly id: string; readonly hinted?: boolean };

/** One line of text. */
export function Input({ hinted = false, ...rest }: InputProps): JSX.Element {
  return (
    <span class="pf-v6-c-form-control">
      <input name={rest.id} {...rest} {...(hinted ? { 'aria-describedby': `${rest.id}-hint` } : {})} />
    </span>
  );
}

type TextAreaProps = JSX.IntrinsicElements['textarea'] & { readonly id: string; readonly text: string };

/** Several lines of text. */
export function TextArea({ text, ...rest }: TextAreaProps): JSX.Element {
  return (
    <span class="pf-v6-c-form-control pf-m-textarea pf-m-resize-vertical">
      <textarea name={rest.id} aria-describedby={`${rest.id}-hint`} {...rest}>
        {text}
      </textarea>
    </span>
  );
}

/** Boxes to tick, all of one name. */
export function Choices(props: {
  legend: string;
  name: string;
  hint?: string;
  options: readonly { readonly value: string; readonly note?: string }[];
  chosen: readonly string[];
  error?: string | undefined;
}): JSX.Element {
  return (
    <fieldset class="kopr-choices">
      <legend class="pf-v6-c-form__label-text">{props.legend}</legend>
      {props.hint && <p class="kopr-hint">{props.hint}</p>}
      <FieldError id={props.name} message={props.error} />
      {props.options.map(({ value, note }) => (
        <label class="kopr-choice" key={value}>
          <input type="checkbox" name={`${props.name}:${value}`} value="yes" checked={props.chosen.includes(value)} />
          <span>{value}</span>
          {note && <small>{note}</small>}
        </label>
      ))}
    </fieldset>
  );
}

/** The form's buttons, in one row. */
export function Actions({ children }: { children: ComponentChildren }): JSX.Element {
  return (
    <div class="pf-v6-c-form__group pf-m-action">
      <div class="pf-v6-c-form__actions">{children}</div>
    </div>
  );
}

/** The button that sends the form. */
export function Submit({ text, danger = false }: { text: string; danger?: boolean }): JSX.Element {
  return (
    <button class={`pf-v6-c-button ${danger ? 'pf-m-danger' : 'pf-m-primary'}`} type="submit">
      {text}
    </button>
  );
}
