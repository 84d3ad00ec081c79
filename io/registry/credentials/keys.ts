import { DOCKER_HUB } from '../../../core/image/index.js';
import type { Keys } from './types.js';

/** How Docker names its hub in files and to helpers. */
export const DOCKER_HUB_KEY = 'https://index.docker.io/v1/';

/**
 * The keys for a repository, the most exact first (containers-auth.json(5)): the repository, each namespace above it, the
 * registry. Docker's hub has its names of old as well.
 */
export function keysFor(registry: string, repository: string): Keys {
  const parts = repository.split('/');
  const below = parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
  const hosts = registry === DOCKER_HUB ? [DOCKER_HUB, 'docker.io', 'registry-1.docker.io'] : [registry];
  return [...hosts.flatMap((host) => below.map((path) => `${host}/${path}`)), ...hosts];
}

/** A key of a file in the form of {@link keysFor}: without a scheme and without `/v1/` or `/v2/`, as Docker wrote it once. */
export function normalKey(key: string): string {
  return key
    .replace(/^https?:\/\//i, '')
    .replace(/\/(?:v[12]\/?)?$/, '')
    .toLowerCase();
}

/** What a helper is asked for: the host; of Docker's hub, its URL of old. */
export function helperServer(registry: string): string {
  return registry === DOCKER_HUB ? DOCKER_HUB_KEY : registry;
}
