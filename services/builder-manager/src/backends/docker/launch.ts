/** Starts an attempt's container; whatever step was taken before is not taken twice. */
import type Docker from 'dockerode';
import { KoprError } from '@kopr/shared/errors';
import type { Launch } from '../../domain/attempt.js';
import { containerSpec, type Surroundings } from '../../domain/container-spec.js';
import { statusOf } from './engine.js';
import { tarOf } from './tar.js';

const CONFLICT = 409;
const NOT_MODIFIED = 304;

/** Makes sure that the container exists and was started, and answers it. */
export async function launchContainer(docker: Docker, launch: Launch, around: Surroundings): Promise<Docker.Container> {
  const spec = containerSpec(launch, around);
  const container = (await create(docker, spec)) ?? docker.getContainer(spec.name);
  // A container that was made but never started may lack its token; putting it again is harmless.
  const { State: state } = await container.inspect();
  if (state.Status !== 'created') return container;
  await container.putArchive(tarOf(tokenEntries(launch.token)), { path: '/' });
  await container.start().catch(unless(NOT_MODIFIED));
  return container;
}

function tokenEntries(token: string) {
  return [
    { name: 'run/kopr/', mode: 0o700 },
    { name: 'run/kopr/token', mode: 0o400, bytes: token },
  ];
}

/** undefined when a container of this name is there already. */
async function create(docker: Docker, spec: ReturnType<typeof containerSpec>): Promise<Docker.Container | undefined> {
  try {
    return await docker.createContainer(spec);
  } catch (error) {
    if (statusOf(error) === CONFLICT) return undefined;
    throw error;
  }
}

/** Brings an image that the host does not have. */
export async function pullImage(docker: Docker, image: string): Promise<void> {
  const stream = await docker.pull(image).catch((error: unknown) => {
    throw new KoprError('host-refused', `the host has no image ${image} and cannot pull it: ${String(error)}`, {
      image,
    });
  });
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(stream, (error) => {
      if (error) reject(new KoprError('host-refused', `cannot pull ${image}: ${error.message}`, { image }));
      else resolve();
    });
  });
}

/** Whether the host has the image. */
export async function hasImage(docker: Docker, image: string): Promise<boolean> {
  try {
    await docker.getImage(image).inspect();
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}

/** Makes the builders' network where it is missing; elsewhere compose made it. */
export async function ensureNetwork(docker: Docker, name: string): Promise<void> {
  try {
    await docker.getNetwork(name).inspect();
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    await docker.createNetwork({ Name: name, CheckDuplicate: true }).catch(unless(CONFLICT));
  }
}

function unless(status: number): (error: unknown) => void {
  return (error) => {
    if (statusOf(error) !== status) throw error;
  };
}
