/** Source packages: made of a spec and its sources, and taken from where a tool left them. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Nevra } from '@kopr/proto';
import { NEVRA_FORMAT, parseNevras } from '../domain/nevra.js';
import { rpmbuildReason } from '../domain/reasons.js';
import { cut, firstMatching } from '../domain/text.js';
import { failed, type Ended } from '../ended.js';
import { plainFiles, take } from '../report/harvest.js';
import type { SourceRoom } from './source-room.js';
import { step } from './step.js';
import { verdictOn, type Ending } from './tools.js';

/** The one spec file in a folder; throws the verdict when there is none, or a choice. */
export function onlySpec(dir: string): string {
  const specs = readdirSync(dir).filter((name) => name.endsWith('.spec'));
  const [spec] = specs;
  if (spec === undefined) throw failed('there is no spec file');
  if (specs.length > 1) throw failed(`there must be exactly one spec file, found ${specs.length}: ${specs.join(', ')}`);
  return join(dir, spec);
}

/** Makes the source package of a spec; sources that are not in `sources` and have a URL are fetched by rpm. */
export function buildSrpm(room: SourceRoom, spec: string, sources: string): Promise<void> {
  return step(room, 'srpm-build', 'source package', async () => {
    const defines = [`_sourcedir ${sources}`, `_srcrpmdir ${room.out}`].flatMap((define) => ['--define', define]);
    const ending = await room.tools.asUser(['rpmbuild', '-bs', '--nodeps', ...defines, spec], { cwd: sources });
    if (ending.code === 0) return;
    throw (
      notFetched(ending) ??
      verdictOn('rpmbuild', ending, (lines) => rpmbuildReason(lines).replace(/^rpmbuild failed: /, ''))
    );
  });
}

/** The verdict on a source that could not be had; undefined when it was not that. */
function notFetched({ lines, refused, unreachable }: Ending): Ended | undefined {
  const url = firstMatching(lines, /^error: Couldn't download (\S+)/);
  if (url === undefined) return undefined;
  const why = refused ?? unreachable ?? firstMatching(lines, /^curl: \(\d+\) (.+)/) ?? 'curl does not say why';
  return failed(cut(`${url} could not be downloaded: ${why}`), 'download');
}

/** Whether a tool left a source package; some do not mind how their rpmbuild ended. */
export function hasSrpm(room: SourceRoom): boolean {
  return srpmsIn(room).length > 0;
}

/** Moves the source package to the results, where only root can change it, and reads its name. */
export function collectSrpm(room: SourceRoom): Promise<Nevra> {
  return step(room, 'query', 'collect', async () => {
    const found = srpmsIn(room);
    const [srpm] = found;
    if (!srpm) throw failed('no source package was made', 'srpm-build');
    if (found.length > 1) {
      throw failed(`${found.length} source packages were made: ${found.map(nameOf).join(', ')}`, 'srpm-build');
    }
    const { max_srpm_bytes: limit } = room.definition.kopr;
    if (srpm.size > limit) throw failed(`the source package has ${srpm.size} bytes; at most ${limit} are taken`);
    return readNevra(room, take(srpm.path, room.results));
  });
}

function srpmsIn({ out }: SourceRoom) {
  return plainFiles(out, (name) => name.endsWith('.src.rpm'));
}

const nameOf = ({ path }: { readonly path: string }): string => basename(path);

async function readNevra({ tools }: SourceRoom, path: string): Promise<Nevra> {
  const argv = ['rpm', '-qp', '--nosignature', '--nodigest', '--qf', NEVRA_FORMAT, path] as const;
  const { code, lines } = await tools.asUser(argv);
  const [nevra, ...more] = parseNevras(lines.join('\n')) ?? [];
  if (code !== 0 || nevra?.arch !== 'src' || more.length > 0) {
    throw failed(`${basename(path)} cannot be read as a source package`);
  }
  return nevra;
}
