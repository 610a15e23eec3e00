/** Arguments of the query that many endpoints share, for the API's description. Names are those of the examples. */
import { z } from 'zod';
import { requiredLine } from '../fields.js';

const OWNER = requiredLine({ about: 'a user, or a group behind an `@`', example: 'jane' });

/** Which project. */
export const projectAsked = z.object({
  ownername: OWNER,
  projectname: requiredLine({ about: 'the project', example: 'hello' }),
});

/** Which package of a project. */
export const packageAsked = projectAsked.extend({
  packagename: requiredLine({ about: 'the package', example: 'hello' }),
});

/** Which chroot of a project. */
export const chrootAsked = projectAsked.extend({
  chrootname: requiredLine({ about: 'the chroot', example: 'fedora-42-x86_64' }),
});

/** Which part of a build. */
export const buildChrootAsked = z.object({
  build_id: requiredLine({ about: 'the build’s number', example: '1' }),
  chrootname: requiredLine({ about: 'the chroot', example: 'fedora-42-x86_64' }),
});
