/** Copr's words for how a source failed, by the stage that it failed at. */
import type { SourceStage } from '@kopr/proto';

const FAIL_TYPES = {
  resolve: 'git_clone_failed',
  download: 'srpm_download_failed',
  clone: 'git_clone_failed',
  checkout: 'git_checkout_error',
  subdirectory: 'git_wrong_directory',
  'srpm-build': 'srpm_build_error',
  unpack: 'srpm_import_failed',
  query: 'srpm_query_failed',
  import: 'srpm_import_failed',
  storage: 'srpm_import_failed',
  timeout: 'import_timeout_exceeded',
  internal: 'unknown_error',
} as const satisfies Readonly<Record<SourceStage, string>>;

/** All of them. */
export const FAIL_TYPE_NAMES = [...new Set(Object.values(FAIL_TYPES))];

/** Copr's word; null for what did not fail. */
export function failTypeOf(stage: SourceStage | null): (typeof FAIL_TYPE_NAMES)[number] | null {
  return stage && FAIL_TYPES[stage];
}
