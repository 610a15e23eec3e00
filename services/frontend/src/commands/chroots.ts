/** Commands about the instance's chroots. */
import type { Engine } from '@kopr/proto';
import { parseChrootName } from '@kopr/shared/domain';
import type { Deps } from '../deps.js';
import { refuse, required } from '../domain/refusal.js';
import { usualChroots } from '../domain/usual-chroots.js';
import { allChroots, findChroot, type MockChrootRow } from '../store/chroots.js';
import { alterChroot } from '../verbs/alter-chroot.js';
import { activateChroot, deactivateChroot, endChroot } from '../verbs/end-chroot.js';
import { followBranching } from '../verbs/follow-branching.js';
import { given, table, yesOrNo, type Command, type Options } from './options.js';

const SETTINGS = '[--engine mock|rpmbuild] [--image I] [--config C] [--branch B] [--comment T] [--repo URL]...';

async function create(deps: Deps, names: readonly string[], options: Options): Promise<string> {
  const wish = wishOf(options);
  const rows: MockChrootRow[] = [];
  for (const name of names) rows.push(await alterChroot(deps, { name, ...wish }));
  return rows.map(shown).join('');
}

async function alter(deps: Deps, names: readonly string[], options: Options): Promise<string> {
  for (const name of names) await known(deps, name);
  const { active, inactive, ...settings } = options;
  const said = await create(deps, names, settings);
  const change = yesOrNo(active, inactive);
  if (change === undefined) return said;
  for (const name of names) await (change ? activateChroot : deactivateChroot)(deps, await known(deps, name));
  return said;
}

function wishOf({ image, config: mockConfig, branch, comment, repo: extraRepos, ...more }: Options) {
  const active = yesOrNo(more.active, more.inactive);
  return given({ engine: engineOf(more.engine), image, mockConfig, branch, comment, extraRepos, active });
}

function engineOf(name: string | undefined): Engine | undefined {
  if (name === undefined || name === 'mock' || name === 'rpmbuild') return name;
  refuse('invalid', `unknown engine '${name}': mock and rpmbuild are known`);
}

function shown({ name, engine, image, mockConfig, branch }: MockChrootRow): string {
  return `${name}: ${engine}, ${image ?? mockConfig ?? ''}, branch ${branch}\n`;
}

async function known({ db }: Deps, name: string): Promise<MockChrootRow> {
  return required(await findChroot(db.manager, name), 'missing', `There is no chroot '${name}'`);
}

/** A command that does the same to every chroot named. */
function toEach(act: (deps: Deps, chroot: MockChrootRow) => Promise<string>): Command['run'] {
  return async (deps, names) => {
    const rows: MockChrootRow[] = [];
    for (const name of names) rows.push(await known(deps, name));
    const said: string[] = [];
    for (const row of rows) said.push(`${row.name} ${await act(deps, row)}\n`);
    return said.join('');
  };
}

async function comment(deps: Deps, [name = '', ...words]: readonly string[]): Promise<string> {
  await known(deps, name);
  const row = await alterChroot(deps, { name, comment: words.join(' ') });
  return row.comment === '' ? `${name} has no comment\n` : `${name}: ${row.comment}\n`;
}

/** Adds what is missing of them; what is there already stays as it is. */
async function usual(deps: Deps, _words: readonly string[], { arch, inactive }: Options): Promise<string> {
  const wanted = usualChroots(arch);
  if (wanted.length === 0) refuse('invalid', `There are none for the architecture ${arch?.join(', ')}`);
  const added: string[] = [];
  for (const { name, mockConfig } of wanted) {
    if (await findChroot(deps.db.manager, name)) continue;
    await alterChroot(deps, { name, engine: 'mock', mockConfig, active: inactive !== true });
    added.push(name);
  }
  return added.length === 0 ? 'all of them are there\n' : `${added.join('\n')}\n`;
}

/** Of every architecture that both releases have. */
async function branch(deps: Deps, [from = '', to = '']: readonly string[]): Promise<string> {
  const names = (await allChroots(deps.db.manager)).map(({ name }) => name);
  const pairs = names
    .filter((name) => parseChrootName(name)?.release === from)
    .map((name) => ({ old: name, young: `${to}-${parseChrootName(name)?.arch}` }))
    .filter(({ young }) => names.includes(young));
  if (pairs.length === 0) refuse('missing', `There are no chroots of ${from} with others of ${to} beside them`);
  const said: string[] = [];
  for (const { old, young } of pairs) {
    said.push(`${young}\t${await followBranching(deps, old, young)}\n`);
  }
  return said.join('');
}

async function list({ db }: Deps): Promise<string> {
  const rows = await allChroots(db.manager);
  return table(
    rows.map((row) => [row.name, stateOf(row), row.engine, row.image ?? row.mockConfig ?? '', row.branch, row.comment]),
  );
}

function stateOf({ active, eolAt }: MockChrootRow): string {
  if (eolAt) return `eol ${eolAt.toISOString().slice(0, 10)}`;
  return active ? 'active' : 'inactive';
}

/** By their two words. */
export const CHROOT_COMMANDS: Readonly<Record<string, Command>> = {
  'chroot create': { usage: `NAME... ${SETTINGS} [--inactive]`, least: 1, run: create },
  'chroot alter': { usage: `NAME... ${SETTINGS} [--active|--inactive]`, least: 1, run: alter },
  'chroot activate': {
    usage: 'NAME...',
    least: 1,
    run: toEach(async (deps, row) => {
      await activateChroot(deps, row);
      return 'is active';
    }),
  },
  'chroot deactivate': {
    usage: 'NAME...                   for a while; nothing is deleted',
    least: 1,
    run: toEach(async (deps, row) => {
      await deactivateChroot(deps, row);
      return 'is not active';
    }),
  },
  'chroot eol': {
    usage: 'NAME...                          at its end of life; projects’ results go later',
    least: 1,
    run: toEach(async (deps, row) => {
      const until = await endChroot(deps, row);
      return `is at its end of life; results stay until ${until.toISOString().slice(0, 10)}`;
    }),
  },
  'chroot comment': { usage: 'NAME [TEXT]', least: 1, run: comment },
  'chroot usual': {
    usage: '[--arch A]... [--inactive]     Fedora, EPEL and CentOS Stream, as far as missing',
    least: 0,
    run: usual,
  },
  'chroot branch': {
    usage: 'fedora-rawhide fedora-46      to projects that follow; says to how many',
    least: 2,
    run: branch,
  },
  'chroot list': { usage: '', least: 0, run: list },
};
