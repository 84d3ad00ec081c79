import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { issueChains } from './authorities.js';
import { generateKeys, type SandboxContext, type SignIn } from './context.js';
import { createCt } from './ct/ct.js';
import { clientEnvironment } from './environment.js';
import { Faults, type ServerName } from './faults.js';
import { type TrustFiles, writeTrust } from './files.js';
import { createFulcio } from './fulcio/fulcio.js';
import { type HttpHandler, type Listener, type LoggedRequest, listen } from './http.js';
import { mintToken, type TokenRequest } from './oidc/mint.js';
import { createOidc } from './oidc/oidc.js';
import { createRekorV1 } from './rekor-v1/index.js';
import { createRekorV2 } from './rekor-v2/index.js';
import { createTsa } from './tsa/index.js';
import { createTuf } from './tuf/tuf.js';

/** All optional. */
export interface SandboxOptions {
  /** The first of nine consecutive ports, in the order of `SERVERS`; any free ones if left out. */
  readonly port?: number;
  /** Where to write trust material, which is kept. If left out, a temporary directory that is removed on stop. */
  readonly dir?: string;
  /** The servers' clock, in Unix seconds; by default the machine's. */
  readonly clock?: () => number;
  readonly signIn?: Partial<SignIn>;
}

/** A running local Sigstore. */
export interface Sandbox {
  readonly urls: Readonly<Record<ServerName, string>>;
  readonly dir: string;
  readonly files: TrustFiles;
  readonly trustedRootPath: string;
  readonly signingConfigPath: string;
  /** The signing configuration that names Rekor v2. */
  readonly signingConfigV2Path: string;
  readonly tufRootPath: string;
  /** The environment that gitsign and cosign need, without an identity token. */
  readonly env: Readonly<Record<string, string>>;
  /** An honest identity token, unless `hostile` says otherwise. */
  mintToken(request?: TokenRequest): string;
  readonly signIn: SignIn;
  readonly faults: Faults;
  /** Every request so far. */
  readonly requests: readonly LoggedRequest[];
  stop(): Promise<void>;
}

/** The servers, in the order of their ports. */
export const SERVERS: readonly ServerName[] = [
  'fulcio',
  'oidc',
  'oidcWorkflow',
  'oidcUsername',
  'ct',
  'rekor',
  'rekorV2',
  'tsa',
  'tuf',
];
const YEAR = 365 * 86400;

/** Starts every server on 127.0.0.1 with new keys and writes the matching trust material. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = () => Math.floor(options.clock ? options.clock() : Date.now() / 1000);
  const dir = resolve(options.dir ?? mkdtempSync(join(tmpdir(), 'sandbox-')));
  mkdirSync(dir, { recursive: true });
  const faults = new Faults();
  const requests: LoggedRequest[] = [];
  const handlers = new Map<ServerName, HttpHandler>();
  const listeners: Listener[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(listeners.map((listener) => listener.stop()));
    if (options.dir === undefined) rmSync(dir, { recursive: true, force: true });
  };
  try {
    const urls = await openPorts(options.port, async (name, port) => {
      const listener = await listen(
        name,
        port,
        () => required(handlers, name),
        faults,
        (entry) => requests.push(entry),
      );
      listeners.push(listener);
      return listener.port;
    });
    const keys = generateKeys();
    const start = clock() - YEAR;
    const signIn: SignIn = { mode: 'auto', claims: {}, deviceInterval: 5, ...options.signIn };
    const context: SandboxContext = { clock, keys, chains: issueChains(keys, start), urls, signIn };
    const { tuf, ...written } = writeTrust(context, dir, start);
    for (const [name, handler] of createHandlers(context, tuf)) handlers.set(name, handler);
    return {
      urls,
      dir,
      ...written,
      env: clientEnvironment(urls, written, dir),
      mintToken: (request) => mintToken(context, request),
      signIn,
      faults,
      requests,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function openPorts(
  first: number | undefined,
  open: (name: ServerName, port: number) => Promise<number>,
): Promise<Record<ServerName, string>> {
  const urls: Partial<Record<ServerName, string>> = {};
  for (const [i, name] of SERVERS.entries()) {
    const port = await open(name, first === undefined ? 0 : first + i);
    urls[name] = `http://localhost:${port}${name === 'ct' ? '/ctlog' : ''}`;
  }
  return urls as Record<ServerName, string>;
}

function createHandlers(
  context: SandboxContext,
  tuf: ReadonlyMap<string, Uint8Array>,
): [ServerName, HttpHandler][] {
  return [
    ['fulcio', createFulcio(context)],
    ['oidc', createOidc(context, 'email')],
    ['oidcWorkflow', createOidc(context, 'workflow')],
    ['oidcUsername', createOidc(context, 'username')],
    ['ct', createCt(context)],
    ['rekor', createRekorV1(context)],
    ['rekorV2', createRekorV2(context)],
    ['tsa', createTsa(context)],
    ['tuf', createTuf(tuf)],
  ];
}

function required(handlers: ReadonlyMap<ServerName, HttpHandler>, name: ServerName): HttpHandler {
  const handler = handlers.get(name);
  if (!handler) throw new Error(`the ${name} server is not ready`);
  return handler;
}
