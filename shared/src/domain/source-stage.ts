/** Where a source failed, in words for pages and mails. */
import type { SourceStage } from '@kopr/proto';

const WORDS: Readonly<Record<SourceStage, string>> = {
  resolve: 'while its branch, tag or commit was looked up',
  download: 'while it was downloaded',
  clone: 'while its repository was cloned',
  checkout: 'while its branch, tag or commit was checked out',
  subdirectory: 'while its subdirectory or spec was looked for',
  'srpm-build': 'while the SRPM was made',
  unpack: 'while the SRPM was unpacked',
  query: 'while the SRPM was read',
  import: 'while the SRPM was imported into dist-git',
  storage: 'while it was stored in dist-git',
  timeout: 'because it took too long',
  internal: 'by a fault of this instance',
};

/** `the source failed while …`. */
export function sourceFailedWords(stage: SourceStage): string {
  return `the source failed ${WORDS[stage]}`;
}
