/** The builder's control lines: read from its standard error, folded into what is known of the run. */
import { controlLine, type ControlLine } from '@kopr/proto';

/** What the control lines said so far. */
export interface Control {
  readonly phase: string | null;
  /** What the builder last asked of its network. */
  readonly network: 'off' | 'on';
  readonly manifest: Line<'manifest'> | null;
  readonly died: Line<'died'> | null;
}
type Line<K extends ControlLine['kopr']> = Extract<ControlLine, { kopr: K }>;

/** Before the first line. */
export const SILENT: Control = { phase: null, network: 'on', manifest: null, died: null };

/** One line of standard error; undefined for anything else that ends up there (a warning of Node's, say). */
export function parseControl(line: string): ControlLine | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return controlLine.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** What is known after one more line. */
export function fold(control: Control, line: ControlLine): Control {
  switch (line.kopr) {
    case 'phase':
      return { ...control, phase: line.phase };
    case 'network':
      return { ...control, network: line.want };
    case 'manifest':
      return { ...control, manifest: line };
    case 'died':
      return { ...control, died: line };
  }
}

const MAX_LINE_BYTES = 64 * 1024;

/** Cuts a stream of bytes into lines. A line that never ends is dropped, so that nobody can fill our memory with it. */
export function lineSplitter(onLine: (line: string) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      onLine(rest.toString('utf8', 0, end));
      rest = rest.subarray(end + 1);
    }
    if (rest.length > MAX_LINE_BYTES) rest = Buffer.alloc(0);
  };
}
