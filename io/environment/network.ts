import { AUTHORITIES, CGI, NETWORK } from './names.js';

/** Whether this looks like a CGI program, in which a header of the request can have set HTTP_PROXY (httpoxy). */
export function isProxyForged(env: NodeJS.ProcessEnv): boolean {
  const [mark, forged] = CGI;
  return env[mark] !== undefined && Boolean(env[forged]);
}

/** A proxy variable, lower case first as in curl. `HTTP_PROXY` does not count in a CGI program. */
export function proxyVariable(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const [mark, forged] = CGI;
  if (name !== forged || env[mark] === undefined) return env[name.toLowerCase()] || env[name];
  // On Windows both spellings are one variable.
  return process.platform === 'win32' ? undefined : env[name.toLowerCase()];
}

/** The variables with network settings. An agent serves only clients with the same ones. */
export function networkVariables(env: NodeJS.ProcessEnv): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of NETWORK) {
    const value = proxyVariable(env, name);
    if (value) found[name] = value;
  }
  const authorities = AUTHORITIES.map((name) => env[name]).find(Boolean);
  return authorities ? { ...found, [AUTHORITIES[0]]: authorities } : found;
}
