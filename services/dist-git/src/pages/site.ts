/** What every page may want to know of the house. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

export interface Site {
  /** The frontend and this service as people reach them, without a slash at their ends. */
  readonly frontendUrl: string;
  readonly distGitUrl: string;
  /** The address of a static file. */
  asset(name: string): string;
}

const SiteContext = createContext<Site | undefined>(undefined);

/** Hands it to everything inside. */
export const SiteProvider = SiteContext.Provider;

/** The site that this part stands in. */
export function useSite(): Site {
  const site = useContext(SiteContext);
  if (!site) throw new TypeError('a part of a page was rendered outside of any page');
  return site;
}
