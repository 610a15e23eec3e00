/** Finds the least privilege with which a container of this host can do what mock does: mount, and cut off a network. */
import type Docker from 'dockerode';
import type { Profile } from '../../domain/container-spec.js';

const TRIES: readonly { readonly profile: Profile; readonly host: Docker.HostConfig }[] = [
  { profile: 'caps', host: { CapDrop: ['ALL'], CapAdd: ['SYS_ADMIN'], SecurityOpt: ['no-new-privileges'] } },
  { profile: 'privileged', host: { Privileged: true } },
];

/** The first profile that works; undefined when none does. */
export async function probeProfile(docker: Docker, image: string): Promise<Profile | undefined> {
  for (const { profile, host } of TRIES) {
    if (await worksWith(docker, image, host)) return profile;
  }
  return undefined;
}

// unshare makes the new mount tree private, by mount(2). An engine that lacks a capability itself refuses to start the container: an answer, not an error.
async function worksWith(docker: Docker, image: string, host: Docker.HostConfig): Promise<boolean> {
  const container = await docker.createContainer({
    Image: image,
    User: '0:0',
    Entrypoint: ['unshare', '--mount', '--net', 'true'],
    Cmd: [],
    HostConfig: { ...host, NetworkMode: 'none' },
  });
  try {
    await container.start();
    const { StatusCode: code } = (await container.wait()) as { StatusCode: number };
    return code === 0;
  } catch {
    return false;
  } finally {
    await container.remove({ force: true });
  }
}
