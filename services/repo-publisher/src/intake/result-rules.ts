/** Which files a builder may deliver for publishing, and what they must be. */
import type { Manifest, Nevra } from '@kopr/proto';
import { KoprError } from '@kopr/shared/errors';
import type { ManifestRules } from '@kopr/shared/intake';
import { kindOf, rpmFileName } from '../domain/file-names.js';
import { readNevra } from '../rpm/read-header.js';

/** RPMs whose names are their headers', logs, a spec and what else stands on the list of names. */
export const resultRules: ManifestRules = {
  wrongWith,
  wrongWithFile: async (name, path) => (kindOf(name) === 'rpm' ? wrongWithRpm(path, name) : undefined),
};

/** The package in an RPM that was named `name`. Throws KoprError `rpm` when its header names another. */
export async function checkRpm(path: string, name: string): Promise<Nevra> {
  const found = await readNevra(path);
  if (rpmFileName(found) === name) return found;
  throw new KoprError('rpm', `the header names another package: ${rpmFileName(found)}`);
}

function wrongWith({ files }: Manifest): string | undefined {
  const names = files.map(({ name }) => name);
  const bad = names.find((name) => kindOf(name) === undefined);
  if (bad !== undefined) return `${JSON.stringify(bad)}: the name is not allowed`;
  return names.filter((name) => kindOf(name) === 'spec').length > 1
    ? 'the manifest names more than one spec file'
    : undefined;
}

async function wrongWithRpm(path: string, name: string): Promise<string | undefined> {
  try {
    await checkRpm(path, name);
    return undefined;
  } catch (error) {
    if (error instanceof KoprError) return error.message;
    throw error;
  }
}
