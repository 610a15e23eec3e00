/** The file of worker hosts: what it may say, checked. */
import { engine } from '@kopr/proto';
import { z } from 'zod';

const hostShape = z
  .strictObject({
    name: z
      .string()
      .regex(/^[\w-]+$/, 'letters, digits, dashes and underscores only: it names a queue')
      .max(100),
    /** Path of a local engine's socket: for demos and tests, since who holds it holds the machine. */
    socket: z.string().startsWith('/').optional(),
    /** Address of a remote engine, `tcp://host:2376`; needs `tls`. */
    url: z
      .string()
      .regex(/^tcp:\/\/[\w.-]+:\d+$/, 'tcp://host:port')
      .optional(),
    /** Paths of PEM files. */
    tls: z.strictObject({ ca: z.string(), cert: z.string(), key: z.string() }).optional(),
    arches: z.array(z.string().min(1).max(32)).min(1),
    slots: z.number().int().min(0).max(1000),
    engines: z.array(engine).min(1).default(['rpmbuild', 'mock']),
    tags: z.array(z.string().max(64)).default([]),
    /** Takes nothing new; what runs there goes on to its end. */
    draining: z.boolean().default(false),
  })
  .refine((host) => (host.socket === undefined) !== (host.url === undefined), 'give either socket or url')
  .refine(
    (host) => host.url === undefined || host.tls !== undefined,
    'a url needs tls: an open engine is anyone’s root',
  );
export type WorkerHost = z.output<typeof hostShape>;

const fileShape = z
  .strictObject({ hosts: z.array(hostShape) })
  .refine(({ hosts }) => new Set(hosts.map((host) => host.name)).size === hosts.length, 'two hosts have the same name');

/** The hosts in a file's decoded content, or what is wrong with it in one text. */
export function checkWorkers(content: unknown): { hosts: WorkerHost[] } | { problem: string } {
  const checked = fileShape.safeParse(content);
  return checked.success ? { hosts: checked.data.hosts } : { problem: z.prettifyError(checked.error) };
}
