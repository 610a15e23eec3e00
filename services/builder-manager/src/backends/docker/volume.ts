/** The volume that every builder mounts: Node and the builder program, named by their digest, filled once per host. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type Docker from 'dockerode';
import { BUILDER_DIR } from '../../domain/container-spec.js';
import { statusOf } from './engine.js';
import { tarOf } from './tar.js';

/** What is put in, by its paths here. */
export interface Program {
  readonly node: string;
  readonly bundle: string;
  /** What this Node is to be started with. */
  readonly nodeOptions: readonly string[];
  readonly digest: string;
}

/** Written last: a volume without it was left half-way. */
const COMPLETE = `${BUILDER_DIR}/complete`;

/** The running Node and the bundle, with the digest that names their volume. */
export async function programOf(bundle: string): Promise<Program> {
  const node = await realpath(process.execPath);
  const hash = createHash('sha256');
  for (const path of [node, bundle]) await pipeline(createReadStream(path), hash, { end: false });
  return { node, bundle, nodeOptions: nodeOptions(), digest: hash.digest('hex').slice(0, 16) };
}

/** The builder shuts its inspector itself, too; Nodes that know this option do so from their first moment on. */
function nodeOptions(): string[] {
  return ['--disable-sigusr1'].filter((option) => process.allowedNodeEnvironmentFlags.has(option));
}

/** The volume's name. Each installation has its own, so that none clears away another's. */
export function volumeName(program: Program, instance: string): string {
  return prefixOf(instance) + program.digest;
}

function prefixOf(instance: string): string {
  return `${instance}-builder-`;
}

/** Fills the volume unless it is whole already. A container that never runs is the way in, so any image does. */
export async function fillVolume(docker: Docker, program: Program, instance: string, image: string): Promise<void> {
  const volume = volumeName(program, instance);
  const door = await docker.createContainer({
    Image: image,
    Entrypoint: ['/none'],
    Labels: { 'org.kopr.door': program.digest },
    HostConfig: { Binds: [`${volume}:${BUILDER_DIR}`], NetworkMode: 'none' },
  });
  try {
    if (await isWhole(door)) return;
    await door.putArchive(tarOf(programEntries(program)), { path: BUILDER_DIR });
    await door.putArchive(tarOf([{ name: 'complete', mode: 0o444, bytes: '' }]), { path: BUILDER_DIR });
  } finally {
    await door.remove({ force: true });
  }
  await removeOthers(docker, prefixOf(instance), volume);
}

function programEntries({ node, bundle }: Program) {
  return [
    { name: 'node', mode: 0o755, path: node },
    { name: 'builder.mjs', mode: 0o644, path: bundle },
  ];
}

async function isWhole(door: Docker.Container): Promise<boolean> {
  try {
    await door.infoArchive({ path: COMPLETE });
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}

/** Volumes of earlier releases; one that a running builder still mounts stays, since the engine refuses to remove it. */
async function removeOthers(docker: Docker, prefix: string, keep: string): Promise<void> {
  const { Volumes: volumes } = await docker.listVolumes({ filters: { name: [prefix] } });
  for (const { Name: name } of volumes) {
    if (name.startsWith(prefix) && name !== keep)
      await docker
        .getVolume(name)
        .remove()
        .catch(() => undefined);
  }
}
