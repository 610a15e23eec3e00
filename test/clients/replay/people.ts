/** Everybody and everything that recordings assume. */
import type { Frontend } from './frontend.js';

/** A user's API login and token. */
export interface Credentials {
  readonly login: string;
  readonly token: string;
}

const CHROOTS = ['fedora-41-x86_64', 'fedora-42-x86_64', 'fedora-42-aarch64', 'fedora-rawhide-x86_64', 'epel-9-x86_64'];

/** Everybody and everything that is there before the first step. */
export async function people(admin: Frontend['admin']): Promise<Map<string, Credentials>> {
  const users = new Map<string, Credentials>();
  for (const name of ['alice', 'bob', 'carol', 'admin', 'eve']) {
    const config = await admin('user', 'create', name, ...(name === 'admin' ? ['--admin'] : []));
    const value = (key: string) => new RegExp(`^${key}\\s*=\\s*(.*)$`, 'm').exec(config)?.[1] ?? '';
    users.set(name, { login: value('login'), token: value('token') });
  }
  await admin('expire-tokens', 'eve');
  await admin('group', 'create', 'devel', 'bob', 'carol');
  for (const chroot of CHROOTS) await admin('chroot', 'create', chroot, ...moreOf(chroot));
  return users;
}

/** The recordings' dist-git calls the branch of rawhide so. */
function moreOf(chroot: string): string[] {
  return chroot.includes('rawhide') ? ['--branch', 'master', '--comment', 'Rawhide, may break'] : [];
}
