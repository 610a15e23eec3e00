/** States as people see them: a colour, a picture and always the word. */
/** @jsxRuntime automatic @jsxImportSource preact */
import type { BuildStateName } from '@kopr/shared/domain';
import { drawn, type Markup } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { Icon, type IconName } from './icon.js';

interface Look {
  readonly colour: 'green' | 'red' | 'blue' | 'grey' | 'orange' | 'teal';
  readonly icon: IconName;
}

const LOOKS: Readonly<Record<BuildStateName, Look>> = {
  succeeded: { colour: 'green', icon: 'check' },
  failed: { colour: 'red', icon: 'cross' },
  canceled: { colour: 'orange', icon: 'stop' },
  skipped: { colour: 'grey', icon: 'skip' },
  forked: { colour: 'grey', icon: 'fork' },
  running: { colour: 'blue', icon: 'turn' },
  starting: { colour: 'blue', icon: 'turn' },
  importing: { colour: 'teal', icon: 'inward' },
  pending: { colour: 'teal', icon: 'clock' },
  waiting: { colour: 'grey', icon: 'clock' },
};

/** PatternFly has no class for grey: it is what a label is by itself. */
const CLASSES: Readonly<Record<Look['colour'], string>> = {
  green: 'pf-v6-c-label pf-m-filled pf-m-green',
  red: 'pf-v6-c-label pf-m-filled pf-m-red',
  blue: 'pf-v6-c-label pf-m-filled pf-m-blue',
  orange: 'pf-v6-c-label pf-m-filled pf-m-orange',
  teal: 'pf-v6-c-label pf-m-filled pf-m-teal',
  grey: 'pf-v6-c-label pf-m-filled',
};

/** `publishing` is the last part of running, and said instead of it. */
export function StateLabel({ state, word = state }: { state: BuildStateName; word?: string }): JSX.Element {
  const { colour, icon } = LOOKS[state];
  return (
    <span class={CLASSES[colour]}>
      <span class="pf-v6-c-label__content">
        <span class="pf-v6-c-label__icon">
          <Icon name={icon} spins={state === 'running' || state === 'starting'} />
        </span>
        <span class="pf-v6-c-label__text">{word}</span>
      </span>
    </span>
  );
}

const NAMES = Object.keys(LOOKS) as BuildStateName[];
const LABELS = new Map(NAMES.map((state) => [state, drawn(<StateLabel state={state} />)]));

/** The same for tables, drawn once for all. */
export function stateLabel(state: BuildStateName): Markup {
  return LABELS.get(state) ?? drawn(<StateLabel state={state} />);
}
