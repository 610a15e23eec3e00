/** Where a build came from. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { webUrl } from '../links.js';
import type { BuildView } from '../page-data.js';

/** What was submitted, and where it lies now. */
export function SourceFacts({ build }: { build: BuildView }): JSX.Element {
  const url = build.source.kind === 'link' ? webUrl(build.source.text) : undefined;
  return (
    <Card title="Source">
      <dl class="kopr-facts">
        <div>
          <dt>{build.source.kind === 'upload' ? 'Uploaded file' : 'Submitted'}</dt>
          <dd>
            {url === undefined ? (
              build.source.text
            ) : (
              <a href={url} rel="nofollow noopener">
                {build.source.text}
              </a>
            )}
          </dd>
        </div>
        {build.dirname !== build.project && (
          <div>
            <dt>Directory</dt>
            <dd>{build.dirname}</dd>
          </div>
        )}
        {build.batch !== null && (
          <div>
            <dt>Batch</dt>
            <dd>
              {build.batch.id}
              {build.batch.blocked && ', which waits for the batch before it'}
            </dd>
          </div>
        )}
        {(build.gitUrl !== null || build.importLogUrl !== null) && (
          <div>
            <dt>In dist-git</dt>
            <dd class="kopr-links">
              {build.gitUrl !== null && <code>{build.gitUrl}</code>}
              {build.importLogUrl !== null && <a href={build.importLogUrl}>Import log</a>}
            </dd>
          </div>
        )}
      </dl>
    </Card>
  );
}
