/** The configuration of rpkg-util for one clone. */
import { placeOf, rpkgArchiveUrl } from './lookaside.js';
import type { SourceDefinition } from '@kopr/proto';

/** Its text: templates in specs are filled in, and archives of a known dist-git are found. */
export function rpkgConfig(cloneUrl: string, lookasides: SourceDefinition['kopr']['lookasides']): string {
  const place = placeOf(cloneUrl, lookasides);
  const lines = [
    '[rpkg]',
    'preprocess_spec = True',
    ...(place
      ? [
          '',
          '[git]',
          `anon_clone_url = ${place.lookaside.cloneUrl.replace(/\/+$/, '')}/%(repo_path)s`,
          '',
          '[lookaside]',
          `download_url = ${rpkgArchiveUrl(place)}`,
        ]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}
