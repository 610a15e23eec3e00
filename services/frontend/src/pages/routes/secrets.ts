/** The secret of a package's private repository: set, made and removed from the package's page. */
import type { SecretKind } from '@kopr/proto';
import { packagePath } from '../links.js';
import type { PageDeps } from '../page-deps.js';
import type { SecretForm } from '../secret-data.js';
import type { Answer, AskedBy, Doors } from '../serve.js';
import { projectOf, underProject } from './owner-paths.js';
import { refused } from './refused.js';
import { typed } from './typed.js';

/** The package's page with what was wrong. */
type ShowAgain = (
  asked: AskedBy,
  wrong: { readonly error: string; readonly errors: Readonly<Record<string, string>> },
  status: number,
) => Promise<Answer>;

/** Registers them. */
export function secretRoutes(doors: Doors, { data, acts }: PageDeps, showAgain: ShowAgain): void {
  const doing = (act: (asked: AskedBy) => Promise<void>) => async (asked: AskedBy) => {
    try {
      await act(asked);
      return { to: `${packagePath(projectOf(asked), asked.part('package'))}#secret` };
    } catch (error) {
      const { status, message, fields } = refused(error);
      return showAgain(asked, { error: message, errors: fields }, status);
    }
  };
  const kindOf = async (asked: AskedBy): Promise<SecretKind> => {
    const view = await data.package(projectOf(asked), asked.part('package'), asked.viewer);
    return view?.secret?.fits ?? 'token';
  };
  const which = (asked: AskedBy) => [asked.viewer, projectOf(asked), asked.part('package')] as const;
  doors.take(
    underProject('package/:package/secret'),
    doing(async (asked) => acts.setSecret(...which(asked), formOf(asked.fields, await kindOf(asked)))),
  );
  doors.take(
    underProject('package/:package/secret/make'),
    doing((asked) => acts.makeKey(...which(asked))),
  );
  doors.take(
    underProject('package/:package/secret/remove'),
    doing((asked) => acts.removeSecret(...which(asked))),
  );
}

/** The form has the fields of what fits the address. */
function formOf(fields: AskedBy['fields'], kind: SecretKind): SecretForm {
  const value = (name: string): string => typed(fields, name);
  return {
    kind,
    ...{ key: value('key'), knownHosts: value('known_hosts'), user: value('user'), token: value('token') },
  };
}
