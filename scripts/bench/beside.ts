/** Kopr beside the bare tools: rounds alternate, so that both see the same machine. */

/** Seconds that each of the two takes; one round of each goes first and counts nothing, so that neither pays for cold caches. */
export async function beside(rounds: number, kopr: () => Promise<void>, bare: () => Promise<void>): Promise<void> {
  await kopr();
  await bare();
  const [whole, tools]: [number[], number[]] = [[], []];
  for (let round = 1; round <= rounds; round++) {
    tools.push(await seconds(bare));
    whole.push(await seconds(kopr));
    console.log(`round ${round}: Kopr ${told(whole.at(-1))} s, bare ${told(tools.at(-1))} s`);
  }
  const [ours, theirs] = [median(whole), median(tools)];
  const ratio = (ours / theirs).toFixed(2);
  console.log(`Kopr ${told(ours)} s, bare tools ${told(theirs)} s, ratio ${ratio} (medians of ${rounds})`);
  console.log(`overhead: ${told(ours - theirs)} s`);
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function told(value: number | undefined): string {
  return (value ?? 0).toFixed(2);
}
