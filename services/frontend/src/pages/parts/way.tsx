/** The whole way of a build: the source's stages first, then a branch for each chroot, like an umbel of dill lying on its side. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Nothing } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { buildPath } from '../links.js';
import type { BuildView } from '../page-data.js';
import { sourceStages } from '../source-stages.js';
import { ChrootPart, Reason } from './chroot-part.js';
import { Stages } from './pipeline.js';
import { SourceFailure } from './source-failure.js';

/** Grows as the build does. */
export function Way({ build }: { build: BuildView }): JSX.Element {
  const here = buildPath({ owner: build.owner, name: build.project }, build.id);
  const imported = build.sourceState === 'succeeded' ? ' kopr-way--imported' : '';
  const made = build.made ? ' kopr-way--made' : '';
  return (
    <Card title="The way of this build" id="way">
      <Trouble build={build} />
      <div class={`kopr-way${made}${imported}`}>
        <div class={build.chroots.length > 0 ? 'kopr-way__source kopr-way__source--branches' : 'kopr-way__source'}>
          <Stages stages={sourceStages(build)} label="Stages of the source" />
        </div>
        {build.chroots.map((chroot) => (
          <ChrootPart key={chroot.name} build={build} chroot={chroot} here={here} />
        ))}
      </div>
      {build.chroots.length === 0 && (
        <Nothing>
          {build.over ? 'It never came to a chroot.' : 'Its chroots are planned once the source is read.'}
        </Nothing>
      )}
    </Card>
  );
}

function Trouble({ build }: { build: BuildView }): JSX.Element | null {
  if (build.sourceState === 'failed') return <SourceFailure build={build} />;
  return build.reason === null ? null : <Reason text={build.reason} calm={build.state === 'canceled'} />;
}
