/** A build's way as a picture: stages from left to right, one line for the source and one for each chroot. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { moment } from '@kopr/shared/look';
import type { ComponentChildren, JSX } from 'preact';
import type { Stage, StageState } from '../stages.js';
import { Icon, type IconName } from './icon.js';
import { Lasting } from './moment.js';

interface Look {
  readonly icon: IconName;
  readonly class: string;
  /** For those who see neither colour nor picture. */
  readonly word: string;
}

const LOOKS: Readonly<Record<StageState, Look>> = {
  done: { icon: 'check', class: 'kopr-stage kopr-stage--done', word: 'done' },
  now: { icon: 'turn', class: 'kopr-stage kopr-stage--now', word: 'in progress' },
  next: { icon: 'dot', class: 'kopr-stage kopr-stage--next', word: 'not reached' },
  failed: { icon: 'cross', class: 'kopr-stage kopr-stage--failed', word: 'failed' },
  stopped: { icon: 'stop', class: 'kopr-stage kopr-stage--stopped', word: 'stopped' },
  'passed over': { icon: 'skip', class: 'kopr-stage kopr-stage--over', word: 'not needed' },
};

/** Stages in their order. */
export function Stages({ stages, label }: { stages: readonly Stage[]; label: string }): JSX.Element {
  return (
    <ol class="kopr-stages" aria-label={label}>
      {stages.map((stage) => (
        <StageStep key={stage.name} stage={stage} />
      ))}
    </ol>
  );
}

function StageStep({ stage: { name, state, from, to } }: { stage: Stage }): JSX.Element {
  const look = LOOKS[state];
  return (
    <li class={look.class} {...(state === 'now' ? { 'aria-current': 'step' as const } : {})}>
      <span class="kopr-stage__mark">
        <Icon name={look.icon} spins={state === 'now'} />
      </span>
      <span class="kopr-stage__name">
        {name}
        <span class="pf-v6-screen-reader">: {look.word}</span>
      </span>
      <span class="kopr-stage__time">
        <StageTime state={state} from={from} to={to} />
      </span>
    </li>
  );
}

/** Moments for what happens at once, lengths for what lasts. */
function StageTime({ state, from, to }: Omit<Stage, 'name'>): ComponentChildren {
  if (from === null || state === 'next' || state === 'passed over') return state === 'stopped' ? 'stopped' : null;
  if (to !== null && to.getTime() === from.getTime()) {
    return (
      <time dateTime={from.toISOString()} title={moment(from)}>
        {moment(from).slice(11)}
      </time>
    );
  }
  return state === 'now' || to !== null ? <Lasting from={from} to={to} /> : null;
}
