/** A Docker Engine for real tests: a network and an installation of their own, and everything removed afterwards. */
import Docker from 'dockerode';
import { dockerBackend } from '../../src/backends/docker/docker-backend.js';
import { programOf } from '../../src/backends/docker/volume.js';
import type { Backend } from '../../src/backends/backend.js';

export const IMAGE = 'kopr/minidistro:13';
const docker = new Docker({ socketPath: '/var/run/docker.sock' });

export interface Bench extends AsyncDisposable {
  readonly docker: Docker;
  readonly instance: string;
  readonly network: string;
  /** Address of this machine on the builders' network. */
  readonly gateway: string;
  /** A backend whose builders run `bundle`. */
  backend(bundle: string, frontendUrl: string): Promise<Backend>;
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
    async backend(bundle, frontendUrl) {
      const program = await programOf(bundle);
      return dockerBackend({ docker, program, instance, network: instance, frontendUrl });
    },
    async [Symbol.asyncDispose]() {
      const filters = { label: [`org.kopr.instance=${instance}`] };
      for (const { Id: id } of await docker.listContainers({ all: true, filters })) {
        await docker.getContainer(id).remove({ force: true, v: true });
      }
      const { Volumes: volumes } = await docker.listVolumes({ filters: { name: [instance] } });
      for (const { Name: name } of volumes) await docker.getVolume(name).remove();
      await docker.getNetwork(instance).remove();
    },
  };
}
