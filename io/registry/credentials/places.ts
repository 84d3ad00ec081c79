import { isAbsolute, join } from 'node:path';
import { homeOf } from '../../run-directory.js';

/**
 * The files that may hold credentials, the first first: Docker's, as go-containerregistry looks for it, then those of podman,
 * skopeo and buildah (containers-auth.json(5)). The first one with something for the registry counts.
 */
export function credentialFiles(env: NodeJS.ProcessEnv): readonly string[] {
  const home = homeOf(env);
  const inDirectory = (name: string) => {
    const directory = env[name];
    return directory && isAbsolute(directory) ? [join(directory, 'containers', 'auth.json')] : [];
  };
  const own = env['XDG_CONFIG_HOME'];
  return [
    join(env['DOCKER_CONFIG'] || join(home, '.docker'), 'config.json'),
    ...(env['REGISTRY_AUTH_FILE'] ? [env['REGISTRY_AUTH_FILE']] : []),
    ...inDirectory('XDG_RUNTIME_DIR'),
    join(own && isAbsolute(own) ? own : join(home, '.config'), 'containers', 'auth.json'),
  ];
}
