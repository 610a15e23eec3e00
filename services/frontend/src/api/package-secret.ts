/** API v3: the secret that opens a package's private repository: to set, to make, to remove; never to read. All of it is Kopr's own. */
import { z } from 'zod';
import { refuse } from '../domain/refusal.js';
import { secretFacts } from '../store/package-secrets.js';
import type { PackageRow } from '../store/packages.js';
import type { ProjectRow } from '../store/projects.js';
import { makeKey, removeSecret, setSecret } from '../verbs/package-secret.js';
import { mayEdit } from '../verbs/rights.js';
import type { Endpoint, UserCall } from './endpoint.js';
import { choice, line, prose } from './fields.js';
import { packageNamed, projectNamed } from './find.js';
import { bodyOf } from './mount.js';
import { badLines, noBody, noPackage, noProject, notAllowed } from './schemas/errors.js';
import { exampleKey, exampleNoSecret, exampleToken, packageSecretAnswer } from './schemas/package-secret.js';
import { validate } from './validate.js';

const PATH = '/package/secret/:owner/:project/:name';

interface Target {
  readonly project: ProjectRow;
  readonly row: PackageRow;
}

/** The package of the path, for those who may edit it. */
async function target({ deps, user, path }: UserCall): Promise<Target> {
  const tx = deps.db.manager;
  const project = await projectNamed(tx, path['owner'] ?? '', path['project'] ?? '');
  if (!(await mayEdit(tx, user, project))) refuse('forbidden', notYours(project));
  return { project, row: await packageNamed(tx, project, path['name']) };
}

const notYours = ({ owner, name }: Pick<ProjectRow, 'owner' | 'name'>) =>
  `You are not allowed to see or set secrets of packages in ${owner}/${name}.`;

/** As it is after what was done. */
async function told({ deps }: UserCall, { project, row: { id, name } }: Target) {
  const tx = deps.db.manager;
  const { secretKind: kind } = await packageNamed(tx, project, name);
  const facts = await secretFacts(tx, id);
  return {
    ...{ id, name, ownername: project.owner, projectname: project.name, kind },
    public_key: facts?.publicKey ?? null,
    fingerprint: facts?.fingerprint ?? null,
    set_on: facts && Math.floor(facts.setAt.getTime() / 1000),
    set_by: facts?.setBy ?? null,
  };
}

async function show(call: UserCall) {
  return told(call, await target(call));
}

const secretForm = z.object({
  kind: choice(['ssh-key', 'token'], 'ssh-key', { about: 'a key for addresses of SSH, a token for those of HTTPS' }),
  key: prose({ about: 'a private key without passphrase, as ssh reads it' }),
  known_hosts: prose({ about: 'the server’s host keys, as in known_hosts; none: whichever is met' }),
  user: line({ about: 'with a token: the name that the server wants; none: any' }),
  token: line({ about: 'a token, or a password' }),
});

async function set(call: UserCall) {
  const found = await target(call);
  const { kind, key, known_hosts: knownHosts, user = '', token = '' } = validate(secretForm, bodyOf(call), 'lines');
  await setSecret(call.deps, call.user, found.row, { kind, key, knownHosts, user, token });
  return told(call, found);
}

async function make(call: UserCall) {
  const found = await target(call);
  await makeKey(call.deps, call.user, found.row);
  return told(call, found);
}

async function remove(call: UserCall) {
  const found = await target(call);
  await removeSecret(call.deps, found.row);
  return told(call, found);
}

const ERRORS = [noProject, noPackage, notAllowed(notYours({ owner: 'jane', name: 'hello' }))];
const WRONG_KIND = {
  status: 400,
  when: 'The package’s address is of another kind.',
  error: 'kind: A token is for addresses that begin with https://; that of the package is another.',
} as const;

export const PACKAGE_SECRET: readonly Endpoint[] = [
  {
    verb: 'GET',
    path: PATH,
    about: 'Whether a package has a secret for its private repository, and the public half of a key.',
    login: true,
    docs: { answer: packageSecretAnswer, example: exampleNoSecret, errors: ERRORS },
    run: show,
  },
  {
    verb: 'PUT',
    path: PATH,
    about: 'Gives a package the key or token that opens its repository. It goes when the package’s address changes.',
    login: true,
    docs: {
      body: secretForm,
      send: { kind: 'token', user: 'kopr', token: 'made-at-the-forge-to-read-one-repository' },
      answer: packageSecretAnswer,
      example: exampleToken,
      errors: [...ERRORS, badLines, WRONG_KIND, noBody],
    },
    run: set,
  },
  {
    verb: 'POST',
    path: PATH,
    about: 'Makes a key for a package; its public half is answered, to be pasted at the forge as a deploy key.',
    login: true,
    docs: { answer: packageSecretAnswer, example: exampleKey, errors: [...ERRORS, WRONG_KIND] },
    run: make,
  },
  {
    verb: 'DELETE',
    path: PATH,
    about: 'Removes a package’s secret; its private repository cannot be built then.',
    login: true,
    docs: { answer: packageSecretAnswer, example: exampleNoSecret, errors: ERRORS },
    run: remove,
  },
];
