/** A gem of RubyGems, by gem2rpm. */
import { rubygemsParams } from '../domain/source-params.js';
import { rpmbuildReason } from '../domain/reasons.js';
import { failed } from '../ended.js';
import type { Method, SourceRoom } from './source-room.js';
import { hasSrpm } from './srpm.js';
import { step } from './step.js';
import { mustSucceed, verdictOn } from './tools.js';

/** Answers the version: of the newest gem, unless one is pinned. */
export const rubygems: Method = async (room) => {
  const { gem_name: name } = rubygemsParams.parse(room.params);
  const { version } = room.definition.kopr.pin;
  if (!/^\w[\w.-]*$/.test(name)) throw failed(`${JSON.stringify(name)} is not the name of a gem`, 'resolve');
  await step(room, 'srpm-build', 'gem2rpm', async () => {
    const what = version === null ? [name, '--srpm', '-C', room.out, '--fetch'] : await fetched(room, name, version);
    await gem2rpm(room, what);
  });
  return (made) => ({ version: version ?? made.version });
};

/** gem2rpm cannot be asked for a version, but takes a gem that is there. */
async function fetched(room: SourceRoom, name: string, version: string): Promise<string[]> {
  const argv = ['gem', 'fetch', name, '--version', version, '--platform', 'ruby'] as const;
  mustSucceed('gem', await room.tools.asUser(argv, { cwd: room.work }));
  return [`${name}-${version}.gem`, '--srpm', '-C', room.out];
}

async function gem2rpm(room: SourceRoom, args: readonly string[]): Promise<void> {
  const ending = await room.tools.asUser(['gem2rpm', ...args], { cwd: room.work });
  // It ends well even when its rpmbuild did not.
  if (ending.lines.some((line) => /Empty tag: License/.test(line))) throw failed(NO_LICENSE);
  mustSucceed('gem2rpm', ending);
  if (!hasSrpm(room)) throw verdictOn('gem2rpm', ending, rpmbuildReason);
}

const NO_LICENSE =
  'the gem names no license, so all rights are reserved and nobody may build it: see "license" in the gem specification reference';
