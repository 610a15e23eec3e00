/** Places for those who follow logs: so many in all, and fewer for one address, so that nobody holds them all. */

/** Takes a place for `address`: the way to give it back, or why there is none. Giving it back twice changes nothing. */
export type TakePlace = (address: string) => (() => void) | 'all-taken' | 'address-full';

/** Makes the places. */
export function createPlaces(max: number, maxPerAddress: number): TakePlace {
  const held = new Map<string, number>();
  let all = 0;
  return (address) => {
    const own = held.get(address) ?? 0;
    if (own >= maxPerAddress) return 'address-full';
    if (all >= max) return 'all-taken';
    all++;
    held.set(address, own + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      all--;
      const left = (held.get(address) ?? 1) - 1;
      if (left > 0) held.set(address, left);
      else held.delete(address);
    };
  };
}
