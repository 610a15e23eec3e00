/** Pages for when something is not as it should be. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Heading } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { HOME } from './links.js';
import { Shell } from './parts/shell.js';

const TEXTS = {
  404: ['There is no such page', 'The address may be mistyped, or what was here has been deleted.'],
  500: ['Something broke on our side', 'It is in the log. Trying again may help.'],
  503: [
    'That took too long',
    'Many are reading just now, or this is too large for a page. Try again soon, or clone the repository.',
  ],
} as const;

/** What pages may fail with. */
export type FailedStatus = keyof typeof TEXTS;

/** What went wrong in plain words, and a way on. */
export function ErrorPage({ status }: { status: FailedStatus }): JSX.Element {
  const [title, about] = TEXTS[status];
  return (
    <Shell title={title}>
      <div class="kopr-narrow">
        <Heading title={title} about={about} />
        <p class="kopr-links">
          <a href={HOME}>Sources</a>
        </p>
      </div>
    </Shell>
  );
}
