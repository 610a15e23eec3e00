/** Makes a style sheet small: keeps the rules and custom properties that our pages can use. Pure. */
import postcss, { type AtRule, type Declaration, type Root, type Rule } from 'postcss';

/** Themes that PatternFly switches by a class; here the reader's own settings do, so that no script has to run before the first paint. */
const THEMES: Readonly<Record<string, string>> = {
  dark: '(prefers-color-scheme: dark)',
  'high-contrast': '(prefers-contrast: more)',
};

/** `usedClasses`: every class name that a page may carry. */
export function pruneCss(css: string, usedClasses: ReadonlySet<string>): string {
  const root = postcss.parse(css);
  root.walkComments((comment) => void comment.remove());
  root.walkRules((rule) => {
    themeByMedia(rule);
    keepSelectors(rule, usedClasses);
  });
  dropEmpty(root);
  dropUnusedProperties(root);
  dropEmpty(root);
  return compact(root);
}

/** `:root:where(.pf-v6-theme-dark) {…}` becomes `@media (prefers-color-scheme: dark) { :root {…} }`; themes that nobody can choose go. */
function themeByMedia(rule: Rule): void {
  const themes = [...rule.selector.matchAll(/\.pf-v6-theme-([\w-]+)/g)].map(([, name]) => name ?? '');
  if (themes.length === 0 || rule.parent?.type !== 'root') return;
  const queries = themes.map((name) => THEMES[name]);
  if (queries.includes(undefined)) return void rule.remove();
  const media = postcss.atRule({ name: 'media', params: queries.join(' and ') });
  media.append(rule.clone({ selector: ':root' }));
  rule.replaceWith(media);
}

function keepSelectors(rule: Rule, used: ReadonlySet<string>): void {
  // Steps of keyframes look like rules.
  if (rule.parent?.type === 'atrule' && (rule.parent as AtRule).name.endsWith('keyframes')) return;
  const kept = rule.selectors.filter((selector) => classesNeeded(selector).every((name) => used.has(name)));
  if (kept.length === 0) rule.remove();
  else rule.selectors = kept;
}

/** The classes without which a selector matches nothing. Negations and choices need none of theirs. */
function classesNeeded(selector: string): string[] {
  const certain = selector.replace(/:not\((?:[^()]|\([^()]*\))*\)|:(?:is|where)\([^()]*,[^()]*\)/g, '');
  return [...certain.matchAll(/\.([A-Za-z_][\w-]*)/g)].map(([, name]) => name ?? '');
}

/** A custom property that nobody reads may be the only reader of another one, so this goes on until nothing falls. */
function dropUnusedProperties(root: Root): void {
  for (let dropped = true; dropped;) {
    const read = new Set([...root.toString().matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name]) => name));
    dropped = false;
    root.walkDecls(/^--/, (declaration: Declaration) => {
      if (read.has(declaration.prop)) return;
      declaration.remove();
      dropped = true;
    });
  }
}

function dropEmpty(root: Root): void {
  root.walkRules((rule) => {
    if (rule.nodes.length === 0) rule.remove();
  });
  root.walkAtRules((rule) => {
    if (rule.nodes?.length === 0) rule.remove();
  });
}

function compact(root: Root): string {
  return root
    .toString()
    .replace(/\s*\n\s*/g, '')
    .replace(/([:,]) (?=[^;{}]*;)/g, '$1 ');
}
