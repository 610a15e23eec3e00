/** What every part of a page may want to know. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { AlarmLine, Viewer } from '../page-data.js';

export interface Frame {
  readonly viewer: Viewer | null;
  /** Goes into every form. */
  readonly csrf: string;
  /** What rings now. */
  readonly alarms: readonly AlarmLine[];
  /** The page's own path, for coming back after logging in. */
  readonly path: string;
  readonly now: Date;
  /** The site as people reach it, without a slash at its end. */
  readonly siteUrl: string;
  /** dist-git as people reach it, without a slash at its end. */
  readonly distGitUrl: string;
  /** Where live logs come from. */
  readonly intakeUrl: string;
  /** The address of a static file: it holds the file's digest, so that browsers may keep it for ever. */
  asset(name: string): string;
}

const FrameContext = createContext<Frame | undefined>(undefined);

/** Hands the frame to everything inside. */
export const FrameProvider = FrameContext.Provider;

/** The frame that this part stands in. */
export function useFrame(): Frame {
  const frame = useContext(FrameContext);
  if (!frame) throw new TypeError('a part of a page was rendered outside of any page');
  return frame;
}
