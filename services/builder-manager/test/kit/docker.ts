/** A Docker Engine for real tests: a network and an installation of their own, and everything removed afterwards. */
import Docker from 'dockerode';
import { eventually } from '@kopr/shared/testkit';
import { dockerBackend } from '../../src/backends/docker/docker-backend.js';
import { programOf } from '../../src/backends/docker/volume.js';
import type { Backend } from '../../src/backends/backend.js';

export const IMAGE = 'kopr/minidistro:13';
/** What scripts/demo-chroot.sh makes where Fedora's registry answers. */
export const MOCK_IMAGE = 'kopr/builder:dev';
const docker = new Docker({ socketPath: '/var/run/docker.sock' });

export interface Bench extends AsyncDisposable {
  readonly docker: Docker;
  readonly instance: string;
  readonly network: string;
  /** Address of this machine on the builders' network. */
  readonly gateway: string;
  /** A backend whose builders run `bundle`; `on`: another view of the engine. */
  backend(bundle: string, frontendUrl: string, on?: (docker: Docker) => Docker): Promise<Backend>;
}

/** Whether this host has an image. */
export function hasImage(name: string): Promise<boolean> {
  return docker
    .getImage(name)
    .inspect()
    .then(
      () => true,
      () => false,
    );
}

/** Makes the network. */
export async function dockerBench(): Promise<Bench> {
  const instance = `kopr-test-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
  await docker.createNetwork({ Name: instance, CheckDuplicate: true });
  const { IPAM: ipam } = (await docker.getNetwork(instance).inspect()) as { IPAM: { Config: { Gateway: string }[] } };
  return {
    docker,
    instance,
    network: instance,
    gateway: ipam.Config[0]?.Gateway ?? '',
    async backend(bundle, frontendUrl, on = (engine) => engine) {
      const program = await programOf(bundle);
      return dockerBackend({ docker: on(docker), program, instance, network: instance, frontendUrl });
    },
    async [Symbol.asyncDispose]() {
      await eventually(() => removeAll(instance), { withinMs: 60_000, what: 'all containers are removed' });
      const { Volumes: volumes } = await docker.listVolumes({ filters: { name: [instance] } });
      for (const { Name: name } of volumes) await docker.getVolume(name).remove();
      await docker.getNetwork(instance).remove();
    },
  };
}

/** Asks for every container's removal; true once none is left. A manager may be removing the same ones. */
async function removeAll(instance: string): Promise<boolean> {
  const filters = { label: [`org.kopr.instance=${instance}`] };
  const found = await docker.listContainers({ all: true, filters });
  await Promise.all(
    found.map(({ Id: id }) =>
      docker
        .getContainer(id)
        .remove({ force: true, v: true })
        .catch(() => undefined),
    ),
  );
  return found.length === 0;
}
