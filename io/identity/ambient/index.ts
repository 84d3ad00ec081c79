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
 * Every ambient source, in the order in which they are tried: first tokens that somebody provided on purpose, then
 * those that a build system gives to its jobs, then those of the whole machine.
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
