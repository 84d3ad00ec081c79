import { buildkite } from './buildkite.js';
import { circleci } from './circleci.js';
import { envvar } from './envvar.js';
import { filesystem } from './filesystem.js';
import { githubActions } from './github-actions.js';
import { googleWorkload } from './google.js';
import { googleImpersonate } from './google-impersonate.js';
import { spiffe } from './spiffe.js';
import type { AmbientSource } from './types.js';

export type { AmbientSource, FoundToken } from './types.js';

/**
 * Every ambient source, in the order they are tried: what was put there on purpose first, then what a build system gives its
 * jobs, then what belongs to the whole machine.
 */
export const AMBIENT_SOURCES: readonly AmbientSource[] = [
  envvar,
  githubActions,
  filesystem,
  buildkite,
  circleci,
  googleImpersonate,
  googleWorkload,
  spiffe,
];
