/** The keys of each source type, as Copr's source_json has them. What was not given is null there, and empty here. */
import { z } from 'zod';

const text = z
  .string()
  .nullish()
  .transform((given) => given ?? '');
const words = z
  .array(z.string())
  .nullish()
  .transform((given) => given ?? []);

export const scmParams = z.object({
  type: z.enum(['git', 'svn']),
  clone_url: z.string(),
  committish: text,
  subdirectory: text,
  spec: text,
  srpm_build_method: z.enum(['rpkg', 'tito', 'tito_test', 'make_srpm']),
});
export type ScmParams = z.output<typeof scmParams>;

export const distgitParams = z.object({ clone_url: z.string(), committish: text });

export const pypiParams = z.object({
  pypi_package_name: z.string(),
  pypi_package_version: text,
  spec_generator: z.enum(['pyp2spec', 'pyp2rpm']),
  spec_template: text,
  python_versions: words,
});
export type PypiParams = z.output<typeof pypiParams>;

export const rubygemsParams = z.object({ gem_name: z.string() });

export const customParams = z.object({
  script: z.string(),
  builddeps: text,
  resultdir: text,
  /** Set when a webhook's payload waits at the frontend, under `tmp`. */
  hook_data: z.boolean().optional(),
  tmp: text,
});
export type CustomParams = z.output<typeof customParams>;

export const linkParams = z.object({ url: z.string() });
export const uploadParams = z.object({ pkg: z.string(), tmp: z.string() });
