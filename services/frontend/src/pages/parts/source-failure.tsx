/** Why a source came to nothing: the stage, the cause, and what can be done about it. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { sourceFailedWords } from '@kopr/shared/domain';
import type { JSX } from 'preact';
import { adviceOn } from '../advice.js';
import type { BuildView } from '../page-data.js';
import { AgainButtons } from './again.js';
import { Reason } from './chroot-part.js';

/** Above the picture of the build. */
export function SourceFailure({ build }: { build: BuildView }): JSX.Element {
  const { sourceStage, reason } = build;
  const advice = adviceOn(build);
  return (
    <div class="kopr-failure">
      {sourceStage !== null && (
        <p>
          <b>{sentence(sourceFailedWords(sourceStage))}.</b>
        </p>
      )}
      {reason !== null && <Reason text={reason} />}
      {advice !== null && <p>{advice}</p>}
      <AgainButtons build={build} />
    </div>
  );
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
