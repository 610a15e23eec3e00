/** Pages for when something is not as it should be. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Heading } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { HOME, PROJECTS } from './links.js';
import { Shell } from './parts/shell.js';

const TITLES: Readonly<Record<number, string>> = {
  400: 'That did not make sense',
  401: 'Please log in',
  403: 'That is not allowed',
  404: 'There is no such page',
  409: 'That is not possible now',
  413: 'That is too large',
  429: 'Too many tries',
};

/** What went wrong in plain words, and a way on. `trace` finds the log lines of a fault of ours. */
export function ErrorPage({
  status,
  message,
  trace,
}: {
  status: number;
  message?: string;
  trace?: string | undefined;
}): JSX.Element {
  const title = TITLES[status] ?? 'Something broke on our side';
  return (
    <Shell title={title}>
      <div class="kopr-narrow">
        <Heading title={title} {...(message === undefined ? {} : { about: message })} />
        {trace !== undefined && (
          <p>
            If you report it, please name the trace <code>{trace}</code>.
          </p>
        )}
        <p class="kopr-links">
          <a href={HOME}>Home</a>
          <a href={PROJECTS}>Projects</a>
        </p>
      </div>
    </Shell>
  );
}
