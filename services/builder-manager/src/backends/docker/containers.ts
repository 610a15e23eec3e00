/** What is asked of containers that are there: list, ending, stop, network, remove. */
import type Docker from 'dockerode';
import { attemptFrom, instanceLabel } from '../../domain/attempt.js';
import type { Ending, StopMark } from '../../domain/outcome.js';
import type { Contained } from '../backend.js';
import { statusOf } from './engine.js';
import { getMark, putMark } from './stop-mark.js';

/** All containers of one installation. */
export async function listContainers(docker: Docker, instance: string): Promise<Contained[]> {
  const found = await docker.listContainers({ all: true, filters: { label: [instanceLabel(instance)] } });
  const inspected = await Promise.all(found.map(({ Id: id }) => describe(docker.getContainer(id)).catch(gone)));
  return inspected.filter((contained) => contained !== undefined);
}

/** One container as it stands; undefined when its labels are not of an attempt. */
export async function describe(container: Docker.Container): Promise<Contained | undefined> {
  const { Id: id, Config: config, State: state, Created: created } = await container.inspect();
  const attempt = attemptFrom(config.Labels);
  if (!attempt) return undefined;
  const phase = state.Status === 'created' ? 'created' : state.Running ? 'running' : 'ended';
  return { id, attempt, state: phase, createdAt: new Date(created), startedAt: timeOf(state.StartedAt) };
}

/** Waits for the end. The mark is looked for only where a kill may have left one. */
export async function endingOf(container: Docker.Container): Promise<Ending> {
  await container.wait();
  const { State: state } = await container.inspect();
  return {
    exitCode: state.ExitCode,
    oomKilled: state.OOMKilled,
    startedAt: timeOf(state.StartedAt),
    endedAt: timeOf(state.FinishedAt) ?? new Date(),
    mark: state.ExitCode === 0 ? null : await getMark(container),
  };
}

/** Marks first: a kill without its mark would look like an accident. */
export async function stopContainer(container: Docker.Container, mark: StopMark): Promise<void> {
  const { State: state } = await container.inspect();
  if (!state.Running) return;
  await putMark(container, mark);
  await container.kill({ signal: 'SIGKILL' }).catch(unless(isNotRunning));
}

/** Cuts or connects; what is so already is left so. */
export async function setNetwork(network: Docker.Network, id: string, want: 'off' | 'on'): Promise<void> {
  if (want === 'off') await network.disconnect({ Container: id, Force: true }).catch(unless(isNotConnected));
  else await network.connect({ Container: id }).catch(unless(isConnected));
}

/** Removes with its anonymous volumes. */
export async function removeContainer(container: Docker.Container): Promise<void> {
  await container.remove({ force: true, v: true }).catch(unless(isGoneOrGoing));
}

/** Clears away what could be made but not started. */
export async function removeUnstarted(container: Docker.Container): Promise<void> {
  try {
    const { State: state } = await container.inspect();
    if (state.Status === 'created') await container.remove({ force: true });
  } catch {
    // The failure that brought us here is the one to tell of; a sweep removes what is left.
  }
}

const isNotRunning = (error: unknown): boolean => statusOf(error) === 409;
const isGoneOrGoing = (error: unknown): boolean => statusOf(error) === 404 || statusOf(error) === 409;
const isNotConnected = (error: unknown): boolean => /is not connected/.test(String(error));
const isConnected = (error: unknown): boolean => /already exists in network/.test(String(error));

function unless(isFine: (error: unknown) => boolean): (error: unknown) => void {
  return (error) => {
    if (!isFine(error)) throw error;
  };
}

function gone(error: unknown): undefined {
  if (statusOf(error) !== 404) throw error;
}

// The engine says year 1 for "never".
function timeOf(text: string): Date | null {
  const time = new Date(text);
  return time.getUTCFullYear() < 2000 ? null : time;
}
