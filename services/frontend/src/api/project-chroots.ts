/** API v3: a project's chroots and how they build. */
import type { ProjectChrootRow } from '../store/project-parts.js';
import type { ProjectRow } from '../store/projects.js';
import { checkMayEditChroot, editChroot } from '../verbs/edit-chroot.js';
import { withAliasFields } from './aliases.js';
import { receiveComps } from './comps-upload.js';
import type { Call, Endpoint, UserCall } from './endpoint.js';
import { chrootAskedFor, chrootOfProject, noProjectChroot } from './project-chroot-asked.js';
import { PROJECT_CHROOT_CONFIG } from './project-chroot-config.js';
import { changeOf, CHROOT_ALIASES, projectChrootForm } from './project-chroot-form.js';
import { checkReadRepos } from './projects.js';
import { chrootAsked } from './schemas/asked.js';
import { badLines, missingArgument, noProject, notAllowed } from './schemas/errors.js';
import { exampleProjectChroot, projectChrootAnswer } from './schemas/project-chroot.js';

const DAY_MS = 86_400_000;

function chrootObject({ owner, name }: ProjectRow, row: ProjectChrootRow, now: Date) {
  const { deleteAfter } = row;
  return {
    mock_chroot: row.chroot,
    ownername: owner,
    projectname: name,
    comps_name: row.compsName,
    additional_repos: row.additionalRepos,
    additional_packages: row.additionalPackages,
    additional_modules: row.additionalModules,
    with_opts: row.withOpts,
    without_opts: row.withoutOpts,
    delete_after_days: deleteAfter && Math.max(0, Math.floor((deleteAfter.getTime() - now.getTime()) / DAY_MS)),
    isolation: row.isolation,
  };
}

async function show(call: Call) {
  const { project, row } = await chrootAskedFor(call);
  return chrootObject(project, row, call.deps.now());
}

async function edit(call: UserCall) {
  const { deps, user, path } = call;
  const tx = deps.db.manager;
  const [owner, name, chroot] = [path['owner'] ?? '', path['project'] ?? '', path['chroot'] ?? ''];
  const { project, row } = await chrootOfProject(tx, owner, name, chroot);
  // Before the body: it may hold a file.
  await checkMayEditChroot(tx, user, project);
  const { fields, comps } = await receiveComps(call);
  const change = changeOf(fields, `${owner}/${name}/${chroot}`);
  await checkReadRepos(call, 'repos', change.additionalRepos ?? []);
  const after = await editChroot(deps, project, row, comps ? { ...change, comps } : change);
  return chrootObject(project, after, deps.now());
}

export const PROJECT_CHROOTS: readonly Endpoint[] = [
  {
    verb: 'GET',
    path: '/project-chroot',
    about: 'A chroot of a project, with the settings that differ from the project’s.',
    docs: {
      query: chrootAsked,
      answer: projectChrootAnswer,
      example: exampleProjectChroot,
      errors: [missingArgument, noProject, noProjectChroot],
    },
    login: false,
    run: show,
  },
  PROJECT_CHROOT_CONFIG,
  {
    verb: 'PUT',
    deprecated: 'POST',
    path: '/project-chroot/edit/:owner/:project/:chroot',
    about: 'Changes a project’s chroot. What is not said stays.',
    docs: {
      body: withAliasFields(projectChrootForm, CHROOT_ALIASES),
      files: { upload_comps: 'a comps.xml: the package groups of the chroot’s repository' },
      answer: projectChrootAnswer,
      example: { ...exampleProjectChroot, additional_packages: ['gcc', 'make'] },
      errors: [badLines, notAllowed('Only owners and admins may update their projects.'), noProject, noProjectChroot],
    },
    login: true,
    streams: true,
    run: edit,
  },
];
