/** Dist-git's word that a source could neither be resolved nor imported. */
import type { Body } from '@kopr/proto';
import type { Build } from './build.js';
import { failSource } from './move.js';
import { isAtDistGit } from './source-part.js';

/** The build after it; the same object when it is about an earlier round, or came while dist-git had nothing to say. */
export function onSourceFailed(build: Build, body: Body<'source.failed'>, now: Date): Build {
  if (!isAtDistGit(build.source) || body.round < build.source.round) return build;
  const { reason, stage, retriable } = body;
  return failSource(build, now, { reason, stage, retriable });
}
