/** Why we stopped a container, kept inside it: labels cannot be added later, and our memory does not outlive us. */
import type Docker from 'dockerode';
import { z } from 'zod';
import type { StopMark } from '../../domain/outcome.js';
import { statusOf } from './engine.js';
import { firstFileOf, tarOf } from './tar.js';

const DIR = '/run/kopr';
const FILE = 'stopped.json';
const shape = z.object({ why: z.enum(['stop', 'timeout', 'limit']), reason: z.string() });

/** Leaves the mark. */
export async function putMark(container: Docker.Container, mark: StopMark): Promise<void> {
  await container.putArchive(tarOf([{ name: FILE, mode: 0o400, bytes: JSON.stringify(mark) }]), { path: DIR });
}

/** The mark that was left, or null. */
export async function getMark(container: Docker.Container): Promise<StopMark | null> {
  try {
    const bytes = await firstFileOf(await container.getArchive({ path: `${DIR}/${FILE}` }));
    return shape.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}
