/** The monitor of API v3, for its description, with one to show. */
import { z } from 'zod';
import { stateAnswer } from './build.js';
import { id, maybeText } from './common.js';

const cell = z.object({
  state: stateAnswer,
  status: z.int().meta({ description: 'Copr’s number of the state' }),
  build_id: id('the newest build for this chroot'),
  url_build_log: maybeText('null until it runs').optional(),
  url_backend_log: maybeText('null until it starts').optional(),
  pkg_version: maybeText('`[epoch:]version-release`'),
});

/** How the newest build of every package stands. */
export const monitorAnswer = z.object({
  output: z.literal('ok'),
  message: z.string(),
  packages: z
    .array(z.object({ name: z.string(), chroots: z.record(z.string(), cell) }))
    .meta({ description: 'sorted by name; those that were never built are left out' }),
});

export const exampleMonitor: z.input<typeof monitorAnswer> = {
  output: 'ok',
  message: 'Project monitor request successful',
  packages: [
    {
      name: 'hello',
      chroots: { 'fedora-42-x86_64': { state: 'waiting', status: 9, build_id: 1, pkg_version: null } },
    },
  ],
};
