/** Definitions of source tasks, as the frontend would serve them. */
import type { SourceDefinition, SourceSecret, SourceTypeName } from '@kopr/proto';

/** What matters in a test. */
export interface OwnSource {
  readonly type: SourceTypeName;
  /** The source's own keys. */
  readonly params: object;
  readonly kopr?: Partial<SourceDefinition['kopr']>;
  readonly repos?: SourceDefinition['repos'];
  /** What opens its repository. */
  readonly secret?: SourceSecret;
}

// Copr's numbers.
const NUMBERS: Readonly<Record<SourceTypeName, number>> = {
  link: 1,
  upload: 2,
  pypi: 5,
  rubygems: 6,
  scm: 8,
  custom: 9,
  distgit: 10,
};

/** The whole definition; `house`: where the double answers. */
export function sourceDefinitionOf(
  house: string,
  task: string,
  { type, params, kopr, repos = [], secret }: OwnSource,
): SourceDefinition {
  return {
    task_id: task,
    build_id: Number(task),
    project_owner: 'alice',
    project_name: 'tools',
    project_dirname: 'tools',
    submitter: 'alice',
    package_name: 'hello',
    sandbox: 'alice/tools--alice',
    background: false,
    chroot: type === 'custom' ? 'minidistro-13-x86_64' : null,
    source_type: NUMBERS[type],
    source_json: JSON.stringify(params),
    appstream: false,
    repos,
    distributions_in_project: ['minidistro-13'],
    distributions_in_build: [],
    kopr: {
      type,
      engine: 'rpmbuild',
      mock_config: null,
      pin: { commit: null, version: null },
      secret: secret?.kind ?? null,
      house_repository: null,
      intake_url: `${house}/intake`,
      trusted_repos: [],
      allow_private: true,
      max_srpm_bytes: 1e9,
      max_download_bytes: 1e9,
      lookasides: [],
      // As the frontend has it: only an uploaded spec may fetch by what it likes.
      macros: type === 'upload' ? {} : { __urlhelper_localopts: '--proto -all,+https,+ftps' },
      ...kopr,
    },
  };
}
