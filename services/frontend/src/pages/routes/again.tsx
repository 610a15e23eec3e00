/** Having a build's work done once more: its import alone, or all of it as a new build. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { buildPath } from '../links.js';
import type { PageDeps } from '../page-deps.js';
import { RepeatBuildPage } from '../repeat-build.js';
import type { Answer, AskedBy, Doors } from '../serve.js';
import { buildHere } from './looking.js';
import { projectOf, underProject } from './owner-paths.js';
import { refused } from './refused.js';
import { typed } from './typed.js';

/** Registers them. */
export function againRoutes(doors: Doors, deps: PageDeps): void {
  doors.take(underProject('retry_import/:build'), (asked) => retryImport(deps, asked));
  doors.showUser(underProject('repeat_build/:build'), (asked) => askToRepeat(deps, asked));
  doors.take(underProject('repeat_build/:build'), (asked) => repeat(deps, asked));
}

async function retryImport({ data, acts }: PageDeps, asked: AskedBy): Promise<Answer> {
  const build = await buildHere(data, asked);
  if (!build) return undefined;
  // Somebody may have been quicker: then its page tells so.
  if (build.mayRetryImport) await acts.retryImport(asked.viewer, build.id);
  return { to: buildPath(projectOf(asked), build.id) };
}

async function askToRepeat({ data }: PageDeps, asked: AskedBy): Promise<Answer> {
  const build = await buildHere(data, asked);
  return build?.mayResubmit ? { page: <RepeatBuildPage build={build} /> } : undefined;
}

async function repeat({ data, acts }: PageDeps, asked: AskedBy): Promise<Answer> {
  const build = await buildHere(data, asked);
  if (!build) return undefined;
  const source = typed(asked.fields, 'source') === 'same' ? 'same' : 'newest';
  try {
    return { to: buildPath(projectOf(asked), await acts.resubmitBuild(asked.viewer, build.id, source)) };
  } catch (error) {
    const { status, message } = refused(error);
    return { page: <RepeatBuildPage build={build} error={message} />, status };
  }
}
