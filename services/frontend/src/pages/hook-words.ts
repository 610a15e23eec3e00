/** What people must know to set up a webhook, forge by forge. */

/** Where an address is pasted, and which events are to be sent. */
export interface HookHelp {
  readonly forge: string;
  readonly name: string;
  readonly where: string;
}

/** In the order in which they are shown; `forge` is the word in the address. */
export const HOOK_HELP: readonly HookHelp[] = [
  {
    forge: 'github',
    name: 'GitHub',
    where:
      'Settings, Webhooks, Add webhook. Content type application/json; events: pushes, “Branch or tag creation” for tags, pull requests; with issue comments, [copr-build] in one asks for a build.',
  },
  {
    forge: 'gitlab',
    name: 'GitLab',
    where:
      'Settings, Webhooks. Push, tag push and merge request events; with comments, [copr-build] in one asks for a build. A new key of this page is the signing token there (whsec_…); any other key is the secret token. A token that GitLab made up is set as the key, on this page.',
  },
  {
    forge: 'bitbucket',
    name: 'Bitbucket',
    where:
      'Repository settings, Webhooks. Repository push; pull request created, updated, merged and declined; with “Comment created”, [copr-build] in one asks for a build. Bitbucket does not tell which files change.',
  },
  {
    forge: 'gitea',
    name: 'Gitea',
    where:
      'Settings, Webhooks, Gitea. Push events, pull requests and their synchronization; with pull request comments, [copr-build] in one asks for a build.',
  },
  {
    forge: 'forgejo',
    name: 'Forgejo and Codeberg',
    where:
      'Settings, Webhooks, Forgejo. Push events, pull requests and their synchronization; with pull request comments, [copr-build] in one asks for a build.',
  },
  {
    forge: 'pagure',
    name: 'Pagure',
    where:
      'Settings, Project options, Activate Web-hooks. Pagure signs with its own “private web-hook key”: set it as the key, on this page.',
  },
  {
    forge: 'custom',
    name: 'Scripts',
    where:
      'Put the name of a package behind it, and POST anything: the answer is the number of the build, and a package made by a script finds what was sent in the file hook_payload.',
  },
];
