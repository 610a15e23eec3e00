/** The log of a running chroot as it grows. A script follows it; without one there is the link to what is there so far. */
/** @jsxRuntime automatic @jsxImportSource preact */
import type { JSX } from 'preact';
import type { BuildView } from '../page-data.js';
import { Card } from './card.js';
import { useFrame } from './frame.js';

/** The chroot that was asked for or, failing that, the first that runs. */
export function LiveLog({ build, follow }: { build: BuildView; follow: string | undefined }): JSX.Element | null {
  const { intakeUrl } = useFrame();
  const running = build.chroots.filter(({ state, publishing }) => state === 'running' && !publishing);
  const chroot = running.find(({ name }) => name === follow) ?? running[0];
  // A build that is about to run gets the place already, so that the script has somewhere to put the log.
  if (build.over) return null;
  const source = chroot === undefined ? {} : { 'data-live-log': `${intakeUrl}/live/${chroot.task}` };
  return (
    <Card title={chroot === undefined ? 'Live log' : `Live log of ${chroot.name}`} id="log">
      <pre class="kopr-log" tabIndex={0} aria-label="Live log" {...source}>
        {chroot === undefined ? 'Waiting for a builder …\n' : ''}
      </pre>
      <p class="kopr-log__foot">
        <label class="kopr-choice" hidden data-follow>
          <input type="checkbox" checked /> <span>Follow the end</span>
        </label>
        <noscript>Scripts are off, so the log does not follow here. Read “Log so far” above.</noscript>
        <span role="status" data-log-status />
      </p>
    </Card>
  );
}
