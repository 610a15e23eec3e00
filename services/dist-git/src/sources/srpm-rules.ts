/** What a source task may put to the intake: one SRPM when it succeeded, nothing when it failed. */
import type { Manifest } from '@kopr/proto';
import type { ManifestRules } from '@kopr/shared/intake';

/** First character and alphabet keep out separators, dot files and options. */
const SRPM = /^[A-Za-z0-9_][\w.+~^-]*\.src\.rpm$/;
const NAME_LENGTH = 255;

/** The file itself is judged by its import. */
export const srpmRules: ManifestRules = { wrongWith, wrongWithFile: () => Promise.resolve(undefined) };

function wrongWith({ outcome, files }: Manifest): string | undefined {
  const wanted = outcome === 'succeeded' ? 1 : 0;
  if (files.length !== wanted) return `${files.length} files; a source task that ${outcome} delivers ${wanted}`;
  const bad = files.find(({ name }) => name.length > NAME_LENGTH || !SRPM.test(name));
  return bad && `${JSON.stringify(bad.name)}: the name is not that of an SRPM`;
}
