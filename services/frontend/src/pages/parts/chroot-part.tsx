/** One chroot's line in the picture of a build: stages, reason, what to look at. */
/** @jsxRuntime automatic @jsxImportSource preact */
import type { JSX } from 'preact';
import type { BuildView, ChrootView } from '../page-data.js';
import { chrootStages } from '../stages.js';
import { Icon } from './icon.js';
import { Stages } from './pipeline.js';
import { StateLabel } from './state-label.js';

export interface ChrootPartProps {
  readonly build: BuildView;
  readonly chroot: ChrootView;
  /** The build's own address. */
  readonly here: string;
}

/** Name and state, stages, and below them the rest. */
export function ChrootPart({ build, chroot, here }: ChrootPartProps): JSX.Element {
  const isPublishing = chroot.state === 'running' && chroot.publishing;
  return (
    <div class="kopr-way__chroot">
      <div class="kopr-way__name">
        <b>{chroot.name}</b>
        <StateLabel state={chroot.state} {...(isPublishing ? { word: 'publishing' } : {})} />
      </div>
      <Stages stages={chrootStages(build, chroot)} label={`Stages in ${chroot.name}`} />
      <div class="kopr-way__rest">
        {chroot.reason !== null && <Reason text={chroot.reason} calm={chroot.state !== 'failed'} />}
        <ChrootLinks chroot={chroot} here={here} />
        {chroot.packages.length > 0 && (
          <ul class="kopr-packages" aria-label="Packages">
            {chroot.packages.map((name) => (
              <li key={name}>
                <Icon name="package" /> {name}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function ChrootLinks({ chroot, here }: { chroot: ChrootView; here: string }): JSX.Element | null {
  const { name, state, attempt, resultsUrl, logUrl } = chroot;
  if (resultsUrl === null && logUrl === null) return null;
  const runs = state === 'running';
  return (
    <p class="kopr-links">
      {logUrl !== null && (
        <a href={`${here}?log=${encodeURIComponent(name)}#log`}>{runs ? 'Follow the log' : 'Show the log'}</a>
      )}
      {logUrl !== null && <a href={logUrl}>{runs ? 'Log so far' : 'Whole log'}</a>}
      {resultsUrl !== null && <a href={resultsUrl}>Results</a>}
      {attempt > 1 && <span class="kopr-faint">attempt {attempt}: earlier ones were lost</span>}
    </p>
  );
}

/** Why it is so, in the words of whoever found out. */
export function Reason({ text, calm = false }: { text: string; calm?: boolean }): JSX.Element {
  return (
    <div class={calm ? 'kopr-reason' : 'kopr-reason kopr-reason--bad'}>
      {!calm && <Icon name="warning" />}
      <pre>{text}</pre>
    </div>
  );
}
