/** One task's log, followed by a script while it grows and to its end; without scripts there are the links to it. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card } from '@kopr/shared/look';
import type { JSX } from 'preact';
import type { BuildView } from '../page-data.js';
import { useFrame } from './frame.js';

/** A log that there is. */
interface Followed {
  /** In the page's address. */
  readonly name: string;
  readonly title: string;
  readonly task: string;
  readonly runs: boolean;
  readonly failed: boolean;
}

/** In the order in which they begin. */
function logsOf({ sourceTask, sourceLogUrl, sourceState, chroots }: BuildView): Followed[] {
  const source = sourceTask && {
    name: 'srpm-builds',
    title: 'Log of making the SRPM',
    task: sourceTask.id,
    runs: sourceTask.state === 'running',
    failed: sourceState === 'failed' && sourceTask.state === 'over',
  };
  const ofChroots = chroots
    .filter(({ logUrl }) => logUrl !== null)
    .map(({ name, task, state, publishing }) => {
      const runs = state === 'running' && !publishing;
      return { name, title: `Log of ${name}`, task, runs, failed: state === 'failed' };
    });
  return [...(source && sourceLogUrl !== null ? [source] : []), ...ofChroots];
}

/** The log that was asked for or, failing that, the one that people come for: the first that grows, or whose task failed. */
function logToFollow(build: BuildView, wanted: string | undefined): Followed | undefined {
  const logs = logsOf(build);
  return logs.find(({ name }) => name === wanted) ?? logs.find(({ runs, failed }) => (build.over ? failed : runs));
}

/** Nothing for a build that is over and of which nobody asked for a log. */
export function LiveLog({ build, follow }: { build: BuildView; follow: string | undefined }): JSX.Element | null {
  const log = logToFollow(build, follow);
  if (log === undefined) return build.over ? null : <ComingLog />;
  return <LogCard log={log} isOver={build.over} gives={log.name !== follow && log.name === 'srpm-builds'} />;
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

/** `gives`: once it is complete, it gives its place to the log of what comes next. */
function LogCard({ log, isOver, gives }: { log: Followed; isOver: boolean; gives: boolean }): JSX.Element {
  const { intakeUrl } = useFrame();
  return (
    <Card title={log.title} id="log">
      <pre
        class="kopr-log"
        tabIndex={0}
        aria-label={log.title}
        data-live-log={`${intakeUrl}/live/${log.task}`}
        {...(gives ? { 'data-gives-way': '' } : {})}
      />
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
      {hint !== undefined && <noscript>Scripts are off, so nothing is shown here. Read “{hint}” instead.</noscript>}
      <span role="status" data-log-status />
    </p>
  );
}
