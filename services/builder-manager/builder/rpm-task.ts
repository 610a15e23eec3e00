/** RPM tasks: packages of one chroot from an imported source, by the engine that the definition names. */
import { existsSync } from 'node:fs';
import { rpmDefinition, type RpmDefinition } from '@kopr/proto';
import { withinReach } from './domain/within-reach.js';
import { mockEngine } from './engines/mock/mock-engine.js';
import { rpmbuildEngine } from './engines/rpmbuild/rpmbuild-engine.js';
import { getDefinition } from './net/definition.js';
import { openRpmGuard } from './net/guard.js';
import { guardedRepos } from './net/guarded-repos.js';
import { doorOf } from './net/intake.js';
import { createLink } from './net/link.js';
import { awaitOwnRepos } from './net/own-repos.js';
import type { OpenTask } from './task.js';
import type { Engine } from './workplace.js';

const ENGINES: Readonly<Record<RpmDefinition['kopr']['engine'], Engine>> = {
  rpmbuild: rpmbuildEngine,
  mock: mockEngine,
};

/** Asks for the definition and says what of it cannot be had here. */
export const openRpmTask: OpenTask = async (room) => {
  const { orders, journal } = room;
  const asked = await getDefinition(orders, `get-build-task/${orders.task}`, rpmDefinition, journal.say);
  const { definition, notes } = withinReach(asked, { podman: existsSync('/usr/bin/podman') });
  const { engine, intake_url: intakeUrl } = definition.kopr;
  for (const note of notes) journal.say(note);
  // mock cuts the network of its build phase itself; elsewhere the manager does.
  const link = createLink(definition.enable_net || engine !== 'rpmbuild', doorOf(orders, intakeUrl).base);
  return {
    intakeUrl,
    link,
    failsAt: null,
    async work() {
      await awaitOwnRepos(definition.repos, journal.say);
      const guard = await openRpmGuard(definition);
      return ENGINES[engine]({ ...room, definition, link, guard, repos: guardedRepos(definition, guard) });
    },
  };
};
