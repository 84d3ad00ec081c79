export type { SignIn } from './context.js';
export { environmentScript } from './environment.js';
export type { FaultAction, FaultRule, Faults, HostileToken, ServerName } from './faults.js';
export type { TrustFiles } from './files.js';
export type { LoggedRequest } from './http.js';
export type { TokenRequest } from './oidc/mint.js';
export { type Sandbox, type SandboxOptions, SERVERS, startSandbox } from './sandbox.js';
