/** Names of built packages, from RPM headers. */
import type { Nevra } from '@kopr/proto';

/** `rpm -qp --qf` that prints one package a line; a source package's architecture is `src`, as in Copr's results.json. */
export const NEVRA_FORMAT = '%{NAME}\\t%|EPOCH?{%{EPOCH}}|\\t%{VERSION}\\t%{RELEASE}\\t%|SOURCERPM?{%{ARCH}}:{src}|\\n';

/** Reads what NEVRA_FORMAT printed; undefined when a line is not of its form (rpm could not read a file). */
export function parseNevras(text: string): Nevra[] | undefined {
  const nevras = text
    .split('\n')
    .filter((line) => line !== '')
    .map(parseNevra);
  return nevras.every((nevra) => nevra !== undefined) ? nevras : undefined;
}

function parseNevra(line: string): Nevra | undefined {
  const [name, epoch, version, release, arch, ...rest] = line.split('\t');
  if (!name || epoch === undefined || !version || !release || !arch || rest.length > 0) return undefined;
  return { name, epoch: epoch === '' ? null : Number(epoch), version, release, arch };
}
