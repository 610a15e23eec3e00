/** Packages: looked at, built, and told when to be built. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { buildPath, packagePath } from '../links.js';
import type { HookRulesForm } from '../package-data.js';
import { PackagePage, type PackageProps } from '../package.js';
import { PackagesPage } from '../packages.js';
import type { PageDeps } from '../page-deps.js';
import type { Answer, Asked, AskedBy, Doors } from '../serve.js';
import { pageOf, projectOf, underProject } from './owner-paths.js';
import { refused } from './refused.js';
import { secretRoutes } from './secrets.js';
import { ticked, typed } from './typed.js';

/** Registers them. */
export function packageRoutes(doors: Doors, deps: PageDeps): void {
  doors.show(underProject('packages'), (asked) => showAll(deps, asked));
  doors.show(underProject('package/:package'), (asked) => show(deps, asked));
  doors.take(underProject('package/:package/build'), (asked) => build(deps, asked));
  doors.take(underProject('package/:package/hooks'), (asked) => changeRules(deps, asked));
  secretRoutes(doors, deps, (asked, wrongSecret, status) => show(deps, asked, { wrongSecret }, status));
}

async function showAll({ data }: PageDeps, asked: Asked): Promise<Answer> {
  const project = projectOf(asked);
  const list = await data.packages(project, pageOf(asked));
  return list && { page: <PackagesPage project={project} list={list} /> };
}

type More = Partial<Pick<PackageProps, 'buildError' | 'rules' | 'wrongSecret'>>;

async function show({ data }: PageDeps, asked: Asked, more: More = {}, status = 200): Promise<Answer> {
  const project = projectOf(asked);
  const view = await data.package(project, asked.part('package'), asked.visit.viewer);
  if (!view) return undefined;
  const list = await data.packageBuilds(project, view.name, pageOf(asked));
  return { page: <PackagePage view={view} list={list} {...more} />, status };
}

async function build(deps: PageDeps, asked: AskedBy): Promise<Answer> {
  const project = projectOf(asked);
  try {
    const id = await deps.acts.buildPackage(asked.viewer, project, asked.part('package'));
    return { to: buildPath(project, id) };
  } catch (error) {
    const { status, message } = refused(error);
    return show(deps, asked, { buildError: message }, status);
  }
}

async function changeRules(deps: PageDeps, asked: AskedBy): Promise<Answer> {
  const [project, name] = [projectOf(asked), asked.part('package')];
  const form = rulesForm(asked.fields);
  try {
    await deps.acts.changeHookRules(asked.viewer, project, name, form);
    return { to: packagePath(project, name) };
  } catch (error) {
    const { status, message, fields } = refused(error);
    return show(deps, asked, { rules: { form, error: message, errors: fields } }, status);
  }
}

function rulesForm(fields: AskedBy['fields']): HookRulesForm {
  const value = (name: string): string => typed(fields, name);
  return {
    webhookRebuild: ticked(fields, 'webhookRebuild'),
    ...{ branches: value('branches'), tags: value('tags'), paths: value('paths'), pullRequests: value('pullRequests') },
  };
}
