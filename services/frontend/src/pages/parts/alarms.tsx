/** What rings, above every page; gone by itself when it is over. */
/** @jsxRuntime automatic @jsxImportSource preact */
import type { JSX } from 'preact';
import { alarmWords } from '../alarm-words.js';
import { useFrame } from './frame.js';
import { Icon } from './icon.js';
import { Ago } from './moment.js';

/** The place is there on every page, so that a page which keeps itself fresh can fill and empty it. */
export function Alarms(): JSX.Element {
  const { alarms } = useFrame();
  return (
    <div class="kopr-alarms" data-fresh="alarms">
      {alarms.map((each) => (
        <div key={`${each.service} ${each.alarm}`} class="kopr-alarm" role="status">
          <Icon name="warning" />
          <p>
            <b>{each.service}</b>: {alarmWords(each)}{' '}
            <span class="kopr-faint">
              It began <Ago time={each.since} />.
            </span>
          </p>
        </div>
      ))}
    </div>
  );
}
