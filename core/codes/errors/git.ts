import type { ErrorTable } from '../types.js';

/** git could not be run, or gave no answer. */
export const GIT_ERRORS = {
  GIT_NOT_FOUND: ['there is no git in PATH', 'install git, or add it to PATH'],
  GIT_FAILED: ['git ended with an error', 'the message has what git says'],
  GIT_OUTPUT_TOO_LARGE: ['git wrote more than is read', 'ask for fewer objects or files at once'],
  GIT_TIMEOUT: ['git took too long', 'try again on a machine that is less busy'],
  GIT_OUTPUT_MALFORMED: [
    'what git wrote, or its configuration, cannot be read',
    'git fsck checks the repository; correct the file that the message names',
  ],
  NOT_A_REPOSITORY: ['this is no git repository', 'change to the directory of a repository'],
  REPOSITORY_REFUSED: [
    'git refuses to use this repository',
    'the message has what git says; for a repository of somebody else whom you trust: git config --global --add safe.directory DIRECTORY',
  ],
  REVISION_UNKNOWN: ['a name leads to no object', 'git log and git tag show what there is'],
  REVISION_AMBIGUOUS: ['a name has several meanings', 'use the full name, such as refs/heads/main'],
  NOT_A_SIGNED_OBJECT: ['a name leads to something that cannot have a signature', 'name a commit or a tag'],
} as const satisfies ErrorTable;
