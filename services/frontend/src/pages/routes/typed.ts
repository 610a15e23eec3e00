/** Values of a form that was sent. */

type Fields = Readonly<Record<string, unknown>>;

/** What was typed into a field. */
export function typed(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value.trim() : '';
}

/** Whether a box was ticked. */
export function ticked(fields: Fields, name: string): boolean {
  return fields[name] === 'yes';
}

/** Which boxes of a group were ticked: each is a field of its own, `<group>:<value>`, as readers of forms keep one value per name. */
export function chosenOf(fields: Fields, group: string): string[] {
  const prefix = `${group}:`;
  return Object.keys(fields).flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
}
