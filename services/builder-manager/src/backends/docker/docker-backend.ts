/** Worker hosts that are Docker Engines. */
import type Docker from 'dockerode';
import { KoprError } from '@kopr/shared/errors';
import { containerName, type Launch } from '../../domain/attempt.js';
import type { Profile } from '../../domain/container-spec.js';
import type { Backend, Channel, Contained } from '../backend.js';
import {
  describe,
  endingOf,
  listContainers,
  removeContainer,
  removeUnstarted,
  setNetwork,
  stopContainer,
} from './containers.js';
import { calling, statusOf, translate } from './engine.js';
import { payloads } from './frames.js';
import { ensureNetwork, hasImage, launchContainer, pullImage } from './launch.js';
import { once, type Once } from './once.js';
import { probeProfile } from './probe.js';
import { fillVolume, volumeName, type Program } from './volume.js';

export interface DockerOptions {
  readonly docker: Docker;
  readonly program: Program;
  readonly instance: string;
  readonly network: string;
  /** As builders reach it. */
  readonly frontendUrl: string;
}

/** A backend on one engine. What a host needs once (network, volume, profile) is done at its first launch. */
export function dockerBackend(options: DockerOptions): Backend {
  const { docker, instance, network } = options;
  const prepare = once(async (image: string) => {
    await Promise.all([ensureNetwork(docker, network), fillVolume(docker, options.program, instance, image)]);
  });
  const profile = once((image: string) => probeProfile(docker, image));
  return {
    launch: (launch) => calling(() => launchHere(options, launch, { prepare, profile })),
    list: () => calling(() => listContainers(docker, instance)),
    output: (id, channel, signal) => outputOf(docker.getContainer(id), channel, signal),
    ending: (id) => calling(() => endingOf(docker.getContainer(id))),
    stop: (id, mark) => calling(() => stopContainer(docker.getContainer(id), mark)),
    network: (id, want) => calling(() => setNetwork(docker.getNetwork(network), id, want)),
    remove: (id) => calling(() => removeContainer(docker.getContainer(id))),
    probe: (image) => calling(async () => ((await hasImage(docker, image)) ? profile(image) : undefined)),
  };
}

interface HostWork {
  readonly prepare: Once<string, void>;
  readonly profile: Once<string, Profile | undefined>;
}

async function launchHere(options: DockerOptions, launch: Launch, work: HostWork): Promise<Contained> {
  const { docker, instance, network, frontendUrl, program } = options;
  try {
    await withImage(docker, launch.image, () => work.prepare(launch.image));
    const profile = launch.engine === 'mock' ? await work.profile(launch.image) : 'caps';
    if (!profile) throw new KoprError('host-refused', 'no container of this host can mount, which mock needs');
    const { nodeOptions } = program;
    const around = { instance, network, frontendUrl, volume: volumeName(program, instance), nodeOptions, profile };
    const container = await withImage(docker, launch.image, () => launchContainer(docker, launch, around));
    const contained = await describe(container);
    if (contained) return contained;
    throw new KoprError('host-refused', 'another container has this attempt’s name');
  } catch (error) {
    // Someone may have cleared away what was prepared: prepare anew next time.
    work.prepare.forget();
    await removeUnstarted(docker.getContainer(containerName(launch.attempt, instance)));
    // Here "not found" is the image, the network or the program: the host's fault, nothing has vanished.
    throw statusOf(error) === 404 ? new KoprError('host-refused', String(error), {}, error) : error;
  }
}

/** Asking first whether the image is there would cost every launch a call; so the image is brought when it is missed. */
async function withImage<T>(docker: Docker, image: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (statusOf(error) !== 404 || (await hasImage(docker, image))) throw error;
    await pullImage(docker, image);
    return work();
  }
}

async function* outputOf(container: Docker.Container, channel: Channel, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    const stream = await container.logs({
      follow: true,
      stdout: channel === 'stdout',
      stderr: channel === 'stderr',
      abortSignal: signal,
    });
    yield* payloads(stream as unknown as AsyncIterable<Buffer>);
  } catch (error) {
    if (!signal.aborted) throw translate(error);
  }
}
