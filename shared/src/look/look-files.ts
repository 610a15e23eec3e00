/** The files of the look that every service with pages serves. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { styleSheet } from './stylesheet.js';

const FONTS = ['RedHatText/RedHatTextVF', 'RedHatDisplay/RedHatDisplayVF', 'RedHatMono/RedHatMonoVF'] as const;

/** What a service's own pages add to the look. */
export interface OwnPages {
  /** The folder of their sources: it tells which of PatternFly's classes they carry. */
  readonly sources: string;
  /** Their own style sheet, which stands last. */
  readonly sheet: string;
}

/** The style sheet of the look and these pages, the logo, the script of copy buttons, the fonts. Takes half a second. */
export function lookFiles({ sources, sheet }: OwnPages): Record<string, Buffer> {
  const look = fileURLToPath(new URL('.', import.meta.url));
  const shipped = (name: string): Buffer => readFileSync(new URL(`../../public/${name}`, import.meta.url));
  const patternfly = folderOf('@patternfly/patternfly');
  const fonts = FONTS.map((path): [string, Buffer] => [
    `${path.split('/')[1] ?? ''}.woff2`,
    readFileSync(join(patternfly, `assets/fonts/${path}.woff2`)),
  ]);
  const own = `${shipped('kopr.css').toString()}\n${sheet}`;
  return {
    'kopr.css': Buffer.from(styleSheet(patternfly, [look, sources], own)),
    'logo.svg': shipped('logo.svg'),
    'copy.js': shipped('copy.js'),
    ...Object.fromEntries(fonts),
  };
}

/** Where a package of npm lies. */
function folderOf(name: string): string {
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
}
