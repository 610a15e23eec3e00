/** Source tasks: one source package out of a repository, a package index, a script or a lone spec file. */
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceDefinition, type SourceDefinition, type SourceTypeName } from '@kopr/proto';
import { renderMacros, sourceMacros } from '../domain/macros.js';
import { getDefinition } from '../net/definition.js';
import { openGuard } from '../net/guard.js';
import { createLink } from '../net/link.js';
import type { Verdict } from '../report/deliver.js';
import { makeBuildUser, type BuildUser } from '../system/build-user.js';
import { openDiskShare } from '../system/disk-use.js';
import type { OpenTask, Room } from '../task.js';
import { custom } from './custom.js';
import { distgit } from './distgit.js';
import { loneSpec } from './lone-spec.js';
import { pypi } from './pypi.js';
import { rubygems } from './rubygems.js';
import { scm } from './scm.js';
import type { Method, SourceRoom } from './source-room.js';
import { collectSrpm } from './srpm.js';
import { certificatesIn, createTools } from './tools.js';

const METHODS: Readonly<Record<SourceTypeName, Method>> = {
  scm,
  distgit,
  pypi,
  rubygems,
  custom,
  link: loneSpec,
  upload: loneSpec,
};

/** Asks for the definition. */
export const openSourceTask: OpenTask = async (room) => {
  const { orders, journal } = room;
  const path = `get-srpm-build-task/${orders.task}`;
  const definition = await getDefinition(orders, path, sourceDefinition, journal.say);
  const { intake_url: intakeUrl } = definition.kopr;
  // Sources come from the network: it is never cut.
  return {
    intakeUrl,
    link: createLink(true, intakeUrl),
    failsAt: 'internal',
    work: () => makeSource(room, definition),
  };
};

async function makeSource(room: Room, definition: SourceDefinition): Promise<Verdict> {
  const { type, pin } = definition.kopr;
  const sourceRoom = await furnish(room, definition);
  const pinOf = await METHODS[type](sourceRoom);
  const nevra = await collectSrpm(sourceRoom);
  return { outcome: 'succeeded', reason: null, packages: [nevra], pin: { ...pin, ...pinOf(nevra) } };
}

// What was downloaded lies there packed and unpacked.
const COPIES = 2;

async function furnish(room: Room, definition: SourceDefinition): Promise<SourceRoom> {
  const user = makeBuildUser();
  const guard = await openGuard(definition);
  const share = await openDiskShare(COPIES * definition.kopr.max_download_bytes);
  const tools = createTools(user, { guard, ca: certificatesIn(process.env), share });
  const macros = renderMacros({ ...sourceMacros(definition), _buildhost: 'builder' });
  for (const home of [user.home, '/root']) writeFileSync(join(home, '.rpmmacros'), macros, { mode: 0o644 });
  const params: unknown = JSON.parse(definition.source_json);
  const [work, out] = [folderOf(user, 'work'), folderOf(user, 'srpm')];
  return { ...room, definition, params, guard, tools, work, out };
}

/** A folder that the tools may write to. */
function folderOf({ home, uid, gid }: BuildUser, name: string): string {
  const path = join(home, name);
  mkdirSync(path, { mode: 0o755 });
  chownSync(path, uid, gid);
  return path;
}
