/** One chroot's log, followed by a script while it grows and to its end; without scripts there are the links to it. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card } from '@kopr/shared/look';
import type { JSX } from 'preact';
import type { BuildView, ChrootView } from '../page-data.js';
import { useFrame } from './frame.js';

/** The chroot that was asked for or, failing that, the one that people come for: the first that runs, or the first that failed. */
function chrootToFollow({ chroots, over }: BuildView, wanted: string | undefined): ChrootView | undefined {
  const withLog = chroots.filter(({ logUrl }) => logUrl !== null);
  const isWorthIt = ({ state, publishing }: ChrootView): boolean =>
    over ? state === 'failed' : state === 'running' && !publishing;
  return withLog.find(({ name }) => name === wanted) ?? withLog.find(isWorthIt);
}

/** Nothing for a build that is over and of which nobody asked for a log. */
export function LiveLog({ build, follow }: { build: BuildView; follow: string | undefined }): JSX.Element | null {
  const chroot = chrootToFollow(build, follow);
  if (chroot === undefined) return build.over ? null : <ComingLog />;
  return <LogCard title={`Log of ${chroot.name}`} task={chroot.task} isOver={build.over} />;
}

/** A build that is about to run has the place already, so that the script can put the log there. */
function ComingLog(): JSX.Element {
  return (
    <Card title="Log" id="log">
      <pre class="kopr-log kopr-log--coming" tabIndex={0} aria-label="Log">
        Waiting for a builder …
      </pre>
      <LogFoot />
    </Card>
  );
}

function LogCard({ title, task, isOver }: { title: string; task: string; isOver: boolean }): JSX.Element {
  const { intakeUrl } = useFrame();
  return (
    <Card title={title} id="log">
      <pre class="kopr-log" tabIndex={0} aria-label={title} data-live-log={`${intakeUrl}/live/${task}`} />
      <LogFoot hint={isOver ? 'Whole log' : 'Log so far'} />
    </Card>
  );
}

function LogFoot({ hint }: { hint?: string }): JSX.Element {
  return (
    <p class="kopr-log__foot">
      <label class="kopr-choice" hidden data-follow>
        <input type="checkbox" checked /> <span>Follow the end</span>
      </label>
      {hint !== undefined && <noscript>Scripts are off, so nothing is shown here. Read “{hint}” above.</noscript>}
      <span role="status" data-log-status />
    </p>
  );
}
