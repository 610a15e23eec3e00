/** The addresses to paste at forges. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Code, Nothing } from '@kopr/shared/look';
import type { JSX } from 'preact';
import type { HooksView } from '../hook-data.js';
import { HOOK_HELP } from '../hook-words.js';
import { API_DOCS } from '../links.js';

/** One for each forge, with what to do there. */
export function HookAddresses({ hooks }: { hooks: HooksView }): JSX.Element {
  const known = HOOK_HELP.flatMap((help) => {
    const address = hooks.addresses[help.forge];
    return address === undefined ? [] : [{ ...help, address }];
  });
  return (
    <Card title="Addresses">
      <p>
        Packages for which <i>webhook_rebuild</i> is on are built when their repository changes. A hook’s address holds
        the project’s secret: whoever knows it may build here.
      </p>
      {known.length === 0 && <Nothing>There is no secret yet. Make one on this page.</Nothing>}
      {known.map(({ forge, name, where, address }) => (
        <div key={forge}>
          <h3 class="kopr-subtitle">{name}</h3>
          <Code label={`Address for ${name}`} text={address} />
          <p class="kopr-hint">{where}</p>
        </div>
      ))}
      <p class="kopr-hint">
        Behind an address may stand the name of a package: then any tag is that package’s, not only{' '}
        <code>name-version</code>. Which branches, tags, files and pull requests rebuild a package is set{' '}
        <a href={API_DOCS}>by the API</a>. Pull requests are built into directories of their own,{' '}
        <code>{hooks.name}:pr:number</code>.
      </p>
    </Card>
  );
}
