/** Where the rooms are reached, by who asks. */
import type { Config } from '../config.js';
import type { Addresses } from '../domain/rooms.js';

/** By people. */
export function publicAddresses(config: Config): Addresses {
  const { frontendUrl: frontend, distGitUrl: distGit, resultsUrl: results, intakeUrl: intake } = config;
  return { frontend, distGit, results, intake };
}

/** By builders, and by the other services. */
export function insideAddresses(config: Config): Addresses {
  const { frontendBuilderUrl, distGitBuilderUrl, resultsBuilderUrl, intakeBuilderUrl } = config;
  return {
    frontend: frontendBuilderUrl,
    distGit: distGitBuilderUrl,
    results: resultsBuilderUrl,
    intake: intakeBuilderUrl,
  };
}
