/** Commands and files to be copied. */
/** @jsxRuntime automatic @jsxImportSource preact */
import type { JSX } from 'preact';
import { Picture } from './picture.js';

/** Text in a frame; the button that copies it appears where a script can do so. */
export function Code({ text, label }: { text: string; label: string }): JSX.Element {
  return (
    <div class="kopr-code">
      {/* Wide lines scroll inside; the keyboard must be able to get there. */}
      <pre tabIndex={0} aria-label={label}>
        <code>{text}</code>
      </pre>
      <button class="pf-v6-c-button pf-m-plain kopr-code__copy" type="button" data-copy hidden>
        <Picture>
          <path d="M5.5 5.5h7v8h-7zM3.5 10.5v-8h7" />
        </Picture>
        <span class="pf-v6-screen-reader" aria-live="polite">
          Copy
        </span>
      </button>
    </div>
  );
}
