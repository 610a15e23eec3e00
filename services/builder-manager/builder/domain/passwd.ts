/** Finds a user id for the build. */

const FIRST_ID = 1000;

/** The first id from 1000 on that neither a user nor a group of the image has. */
export function freeId(passwd: string, group: string): number {
  const taken = new Set([...idsOf(passwd), ...idsOf(group)]);
  let id = FIRST_ID;
  while (taken.has(id)) id++;
  return id;
}

// passwd: name:x:uid:gid:…, group: name:x:gid:…
function idsOf(table: string): number[] {
  return table.split('\n').map((line) => Number(line.split(':')[2]));
}
