/** Looks for projects by a part of their name or description. */
/** @jsxRuntime automatic @jsxImportSource preact */
import type { JSX } from 'preact';
import { PROJECTS } from '../links.js';
import { Icon } from './icon.js';

/** `value`: what is being shown. */
export function SearchForm({ value = '' }: { value?: string }): JSX.Element {
  return (
    <form class="kopr-search" role="search" action={PROJECTS}>
      <label class="pf-v6-screen-reader" for="search">
        Search projects
      </label>
      <span class="pf-v6-c-form-control">
        <input id="search" type="search" name="q" value={value} placeholder="Search projects" maxLength={100} />
      </span>
      <button class="pf-v6-c-button pf-m-control" type="submit">
        <Icon name="search" />
        <span class="pf-v6-screen-reader">Search</span>
      </button>
    </form>
  );
}
