/** A package of PyPI: a generated spec, by one of two tools. */
import { pypiParams, type PypiParams } from '../domain/source-params.js';
import { failed } from '../ended.js';
import type { Method, SourceRoom } from './source-room.js';
import { buildSrpm, hasSrpm, onlySpec } from './srpm.js';
import { step } from './step.js';
import { mustSucceed, verdictOn } from './tools.js';

type Generator = (room: SourceRoom, params: PypiParams, version: string) => Promise<void>;

const GENERATORS: Readonly<Record<PypiParams['spec_generator'], Generator>> = { pyp2spec, pyp2rpm };

/** Answers the version, which the tool chose when none was asked for. */
export const pypi: Method = async (room) => {
  const params = pypiParams.parse(room.params);
  const version = room.definition.kopr.pin.version ?? params.pypi_package_version;
  if (![params.pypi_package_name, version].every(isWord))
    throw failed('the name or the version is none of PyPI’s', 'resolve');
  await GENERATORS[params.spec_generator](room, params, version);
  // rpm's marks of versions before and after a release; PyPI has none.
  return (made) => ({ version: version || made.version.replace(/[~^]/g, '') });
};

async function pyp2spec(room: SourceRoom, { pypi_package_name: name }: PypiParams, version: string): Promise<void> {
  const spec = await step(room, 'srpm-build', 'pyp2spec', async () => {
    const argv = ['pyp2spec', name, '--fedora-compliant', '--automode', ...option('-v', version)] as const;
    mustSucceed('pyp2spec', await room.tools.asUser(argv, { cwd: room.work }));
    return onlySpec(room.work);
  });
  await buildSrpm(room, spec, room.work);
}

function pyp2rpm(room: SourceRoom, params: PypiParams, version: string): Promise<void> {
  const { pypi_package_name: name, spec_template: template, python_versions: pythons } = params;
  const [base, ...others] = pythons;
  return step(room, 'srpm-build', 'pyp2rpm', async () => {
    const argv = [
      ...(['pyp2rpm', name, '-t', template || 'fedora', '--srpm', '-d', room.out] as const),
      ...option('-b', base),
      ...others.flatMap((python) => ['-p', python]),
      ...option('-v', version),
    ] as const;
    const ending = await room.tools.asUser(argv, { cwd: room.work });
    mustSucceed('pyp2rpm', ending);
    // It does not mind how its rpmbuild ended.
    if (!hasSrpm(room)) throw verdictOn('pyp2rpm', ending);
  });
}

function option(name: string, value: string | undefined): string[] {
  return value === undefined || value === '' ? [] : [name, value];
}

// A dash at the beginning would be an option.
function isWord(text: string): boolean {
  return text === '' || /^\w[\w.!+-]*$/.test(text);
}
