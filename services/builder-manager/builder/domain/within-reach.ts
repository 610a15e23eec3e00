/** What a task asks for and an engine cannot do here. It is said once in the log; nothing is left out in silence. */
import type { RpmDefinition } from '@kopr/proto';

/** What this machine has beyond the engine itself. */
export interface Means {
  /** mock gets the images of bootstrap roots by it. */
  readonly podman: boolean;
}

/** A definition that the engine can obey, and a sentence for each thing that it cannot. */
export interface WithinReach {
  readonly definition: RpmDefinition;
  readonly notes: readonly string[];
}

/** Takes out of a definition what cannot be done. */
export function withinReach(definition: RpmDefinition, means: Means): WithinReach {
  const { definition: possible, notes } =
    definition.kopr.engine === 'mock' ? forMock(definition, means) : forRpmbuild(definition);
  return { definition: possible, notes: [...notes, ...nowhere(definition)] };
}

/** What no engine does here. Of applications the repository would tell, not the build; but its log is what people read. */
function nowhere({ fedora_review: review, appstream }: RpmDefinition): readonly string[] {
  return [
    ...(review ? ['fedora_review: builders of this instance do not run fedora-review'] : []),
    ...(appstream ? ['appstream: repositories of this instance do not tell of applications'] : []),
  ];
}

function forMock(definition: RpmDefinition, { podman }: Means): WithinReach {
  const { isolation, bootstrap } = definition;
  const nspawn = isolation === 'nspawn';
  const image = (bootstrap === 'image' || bootstrap === 'custom_image') && !podman;
  return {
    definition: {
      ...definition,
      ...(nspawn ? { isolation: 'simple' } : {}),
      ...(image ? { bootstrap: 'on' } : {}),
    },
    notes: [
      ...(nspawn ? ['isolation nspawn: needs systemd, which a container has not; mock uses its simple isolation'] : []),
      ...(image ? [`bootstrap ${bootstrap}: needs podman, which is not here; mock installs the bootstrap root`] : []),
    ],
  };
}

/** The root is the container itself: nothing is bootstrapped, and it is isolated already. */
function forRpmbuild(definition: RpmDefinition): WithinReach {
  const { isolation, bootstrap = 'default' } = definition;
  const own = 'the engine rpmbuild builds in the container of the chroot’s own image';
  return {
    definition,
    notes: [
      ...(isolation === 'default' ? [] : [`isolation ${isolation}: has no effect, ${own}`]),
      ...(bootstrap === 'default' ? [] : [`bootstrap ${bootstrap}: has no effect, ${own}`]),
    ],
  };
}
