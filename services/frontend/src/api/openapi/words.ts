/** The words of the API's description that belong to no endpoint: its introduction, groups of endpoints, parameters of paths. */

/** Shown above everything. Markdown. */
export const INTRODUCTION = `
Kopr speaks Copr's API, version 3: \`copr-cli\`, python-copr and everything built on them work with it.

**Who you are.** Send your token as HTTP Basic: its login as the name, the token as the password. A browser that is
logged in may send its session cookie instead. Whatever only looks needs neither. Tokens are made on the page
[/api/](/api/) or with \`copr-cli new-api-token\`, and end on the day that they say.

**What to send.** A JSON object, or a form. Lists may be one text with spaces between. What is \`null\` counts as not
sent, what is not known is ignored, numbers may be texts. False is \`false\`, \`0\`, \`"false"\` and \`""\`; anything else
is true.

**What comes back.** JSON and status 200. What fails has a status from 400 on and the key \`error\`, which no other
answer has. Keys that start with \`kopr_\` are Kopr's own.

**Addresses** may end with a slash. Deprecated verbs do the same, and say so in the header \`Warning\`.
`.trim();

/** A group of endpoints. */
export interface Tag {
  readonly name: string;
  readonly description: string;
}

const GENERAL: Tag = { name: 'General', description: 'Who you are, and your token.' };

/** Groups of endpoints by the first word of their path, in the order in which they are shown. */
const TAGS: ReadonlyMap<string, Tag> = new Map([
  ['', GENERAL],
  ['project', { name: 'Projects', description: 'Projects of people and groups, and who may do what in them.' }],
  ['project-chroot', { name: 'Project chroots', description: 'Settings of a project for one chroot.' }],
  ['package', { name: 'Packages', description: 'Packages of projects, and where their sources come from.' }],
  ['build', { name: 'Builds', description: 'Submitting, watching, canceling and deleting builds.' }],
  ['build-chroot', { name: 'Build chroots', description: 'A build’s parts, one for each chroot.' }],
  ['monitor', { name: 'Monitor', description: 'How all packages of a project stand.' }],
  ['webhook', { name: 'Webhooks', description: 'Rebuilding when a repository of sources changes.' }],
  ['mock-chroots', { name: 'Chroots', description: 'What there is to build for.' }],
  ['rpmrepo', { name: 'Repositories', description: 'What dnf asks for.' }],
]);

/** The group of a path. */
export function tagOf(path: string): Tag {
  return TAGS.get(path.split('/')[1] ?? '') ?? GENERAL;
}

/** All groups, in order. */
export const ALL_TAGS: readonly Tag[] = [...new Set(TAGS.values())];

interface PathParameter {
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly example: string | number;
}

const TEXT = { type: 'string' };
const NUMBER = { type: 'integer', minimum: 1 };

/** Every parameter that a path may have, with the value of the examples. */
export const PATH_PARAMETERS: Readonly<Record<string, PathParameter>> = {
  owner: { description: 'a user, or a group behind an `@`', schema: TEXT, example: 'jane' },
  project: { description: 'the project', schema: TEXT, example: 'hello' },
  id: { description: 'the build’s number', schema: NUMBER, example: 1 },
  chroot: { description: 'the chroot', schema: TEXT, example: 'fedora-42-x86_64' },
  name: { description: 'the package', schema: TEXT, example: 'hello' },
  type: {
    description: 'where its source comes from',
    schema: { type: 'string', enum: ['scm', 'distgit', 'pypi', 'rubygems', 'custom'] },
    example: 'scm',
  },
  who: { description: 'a user', schema: TEXT, example: 'jane' },
  dirname: { description: 'the project, or a side directory of it', schema: TEXT, example: 'hello' },
  delivery: { description: 'the delivery’s number', schema: NUMBER, example: 1 },
  release: { description: 'what the asker runs; nothing depends on it', schema: TEXT, example: 'fedora-42' },
};
