/** Which metadata a turn must make anew: the repository's own, the one of `devel/`, both or none. */

/** One order of the turn, reduced to what matters here. */
export interface OrderKind {
  readonly verb: string;
  readonly develMode: boolean;
  /** Of `delete-builds`: whether any of its builds had packages in the index. */
  readonly touched?: boolean;
}

export interface Refresh {
  readonly main: boolean;
  readonly devel: boolean;
}

/** `fresh`: the repository was never published, so it needs its empty metadata whatever the order was. */
export function planRefresh(orders: readonly OrderKind[], fresh: boolean): Refresh {
  const develMode = orders.at(-1)?.develMode ?? false;
  const changes = orders.filter(changesPackages);
  return { main: fresh || changes.some(changesMain), devel: develMode && (fresh || changes.length > 0) };
}

function changesPackages({ verb, touched }: OrderKind): boolean {
  return verb === 'delete-builds' ? touched === true : verb !== 'create';
}

/** In devel mode builds wait in `devel/` until somebody asks to regenerate. */
function changesMain({ verb, develMode }: OrderKind): boolean {
  return verb !== 'publish' || !develMode;
}
