/** A choice of one from a list, with the sign that there is a list. */
/** @jsxRuntime automatic @jsxImportSource preact */
import type { JSX } from 'preact';
import type { Described } from './form.js';
import { Icon } from './icon.js';

export interface SelectProps extends Described {
  readonly id: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
}

/** Stands in a form control of PatternFly's, which takes the browser's own sign away. */
export function Select({ id, value, options, ...described }: SelectProps): JSX.Element {
  return (
    <>
      <select id={id} name={id} {...described}>
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.text}
          </option>
        ))}
      </select>
      <span class="pf-v6-c-form-control__utilities">
        <span class="pf-v6-c-form-control__toggle-icon">
          <Icon name="down" />
        </span>
      </span>
    </>
  );
}
