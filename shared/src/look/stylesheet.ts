/** The pages' one style sheet: the parts of PatternFly that we use, then our own. Made once, when the service starts. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pruneCss } from './prune-css.js';

/** PatternFly's files that hold what we use, in its own order. */
const PARTS = [
  'base/patternfly-variables',
  'base/patternfly-common',
  'components/Alert/alert',
  'components/Breadcrumb/breadcrumb',
  'components/Button/button',
  'components/Card/card',
  'components/Form/form',
  'components/FormControl/form-control',
  'components/Label/label',
  'components/Table/table',
  'components/Title/title',
] as const;

/** `patternfly`: its folder; `sources`: those of our pages, whose text tells which classes they carry; `own`: our own sheet. */
export function styleSheet(patternfly: string, sources: readonly string[], own: string): string {
  const theirs = PARTS.map((part) => readFileSync(join(patternfly, `${part}.css`), 'utf8')).join('\n');
  return pruneCss(`${theirs}\n${own}`, new Set([...sources.flatMap(classNames), ...ownClasses(own)]));
}

/** Every PatternFly class that our sources name, whether they are compiled or not. */
function classNames(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(js|tsx?)$/.test(name));
  const text = files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  return text.match(/\bpf-[\w-]+/g) ?? [];
}

/** All of ours stay. */
function ownClasses(own: string): string[] {
  return [...own.matchAll(/\.([A-Za-z][\w-]*)/g)].map(([, name]) => name ?? '');
}
