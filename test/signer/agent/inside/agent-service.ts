import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IdentityToken } from '../../../../io/identity/index.js';
import { requestCertificate } from '../../../../io/sigstore/index.js';
import { VERSION } from '../../../../io/version.js';
import { type FromEditor, type Link, listenForPrograms } from '../../../../io/window/index.js';
import { Connection } from '../../../../signer/agent/connection.js';
import { PROTOCOL, type SentEntry, type Surroundings } from '../../../../signer/agent/protocol.js';
import { AgentServer } from '../../../../signer/agent/serve.js';
import type { AgentSession } from '../../../../signer/agent/sessions.js';
import { openTask } from '../../../../signer/agent/task.js';
import { type Sandbox, startSandbox } from '../../../sandbox/index.js';
import { stackEnvironment } from '../../../support/waxseal.js';
import { FakeSocket, type Message } from './fake-socket.js';

export const EMAIL = 'dev@example.test';
export const COMMIT = `tree ${'0'.repeat(40)}\nauthor A <${EMAIL}> 1 +0000\ncommitter A <${EMAIL}> 1 +0000\n\nx\n`;

const NETWORK = [
  ...['HTTPS_PROXY', 'ALL_PROXY', 'HTTP_PROXY', 'NO_PROXY'],
  ...['WAXSEAL_EXTRA_CA_CERTS', 'NODE_EXTRA_CA_CERTS'],
];

/** The agent's service in this process, with clients without sockets, an editor window for the user, and a Sigstore. */
export class AgentHere {
  service: AgentServer;
  ended = 0;
  /** For each logout, the connection that must not be dismissed. */
  readonly dismissed: Connection[] = [];
  readonly home: string;
  /** All messages to the window. */
  readonly window: Message[] = [];
  /** The answer of the user at the window. Undefined: somebody else must be asked. */
  agrees: string | undefined = 'agreed';
  /** Their answer if an identity is not the committer's. */
  maySign = 'refused';
  /** How many programs are connected to the window. */
  connected = 0;
  /** Whether the user signs in when asked. */
  signsIn = true;
  readonly #remove: (() => void)[] = [];

  private constructor(readonly sandbox: Sandbox) {
    this.service = this.fresh();
    const root = mkdtempSync(join(tmpdir(), 'a-'));
    this.home = join(root, 'home');
    mkdirSync(this.home);
    this.#remove.push(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));
  }

  /** The test does not depend on the network of this machine. */
  static async start(clock?: () => number): Promise<AgentHere> {
    for (const name of NETWORK) for (const one of [name, name.toLowerCase()]) delete process.env[one];
    const here = new AgentHere(
      await startSandbox({ signIn: { claims: { email: EMAIL } }, ...(clock && { clock }) }),
    );
    const socket = await listenForPrograms(here.env, (link) => void here.#sitBefore(link));
    here.#remove.unshift(() => socket.dispose());
    return here;
  }

  /** Another agent, without sessions. */
  fresh(): AgentServer {
    this.service = new AgentServer(
      () => {
        this.ended++;
      },
      (but) => this.dismissed.push(but),
    );
    return this.service;
  }

  get env(): Record<string, string> {
    return {
      ...stackEnvironment(this.sandbox),
      HOME: this.home,
      PATH: process.env['PATH'] ?? '',
      VSCODE_GIT_COMMAND: 'commit',
    };
  }

  async stop(): Promise<void> {
    for (const remove of this.#remove) remove();
    await this.sandbox.stop();
  }

  /** How many requests each server got since the previous call. */
  counts(): { logins: number; certificates: number; entries: number } {
    const fresh = this.sandbox.requests.slice(this.#counted);
    this.#counted = this.sandbox.requests.length;
    const count = (server: string, path: RegExp) =>
      fresh.filter((one) => one.server === server && path.test(one.path)).length;
    return {
      logins: count('oidc', /^\/auth$/),
      certificates: count('fulcio', /signingCert/i),
      entries: count('rekor', /\/log\/entries$/),
    };
  }
  #counted = 0;

  /** The surroundings of a client; with `email`, those of a client with a token for this address. */
  surroundings(
    settings: Readonly<Record<string, string>> = {},
    email?: string,
    over: Partial<Surroundings> = {},
  ): Surroundings {
    const all = { trustedRoot: this.sandbox.trustedRootPath, ...settings };
    const gitConfig: SentEntry[] = Object.entries(all).map(([name, value]) => ({
      key: `waxseal.${name.toLowerCase()}`,
      value,
      scope: 'global',
      origin: 'file:/x',
    }));
    return {
      cwd: this.home,
      env: { ...this.env, ...(email !== undefined && { SIGSTORE_ID_TOKEN: '(not sent)' }) },
      terminal: false,
      debug: false,
      gitConfig,
      ...(email !== undefined && { claimed: { issuer: 'x', subject: email } }),
      ...over,
    };
  }

  /** A client that sends this first. `rest` replaces the versions. */
  client(request: Message, rest: object = {}): { socket: FakeSocket; done: Promise<void> } {
    const socket = new FakeSocket();
    const done = this.service.serve(new Connection(socket.asSocket()));
    void socket.arrive({ protocol: PROTOCOL, program: VERSION, ...request, ...rest });
    return { socket, done };
  }

  /**
   * A client that wants this signed, with surroundings as above. Returns how it ended, and the questions and messages that it
   * got.
   */
  async sign(
    surroundings: Surroundings,
    payload = COMMIT,
    answers: (message: Message, socket: FakeSocket) => Promise<void> | void = () => undefined,
  ): Promise<{ last: Message; heard: string[] }> {
    const request = { type: 'sign', surroundings, payload: Buffer.from(payload).toString('base64') };
    const { socket, done } = this.client(request);
    const heard: string[] = [];
    const email = surroundings.claimed?.subject;
    for (;;) {
      const message = await socket.hears();
      heard.push(message.type);
      if (['signed', 'failed', 'declined', 'signed-in'].includes(message.type)) {
        await done;
        return { last: message, heard };
      }
      await answers(message, socket);
      if (message.type === 'certify' && email !== undefined) await this.certify(socket, message, email);
    }
  }

  /** Gets the agent a certificate, like a client with a token. */
  async certify(socket: FakeSocket, { publicKey }: Message, email: string): Promise<void> {
    const token = this.sandbox.mintToken({ email });
    const claims = { issuer: 'x', subject: email, email, audience: [], expiresAt: Date.now() / 1000 + 600 };
    const { certificate } = await requestCertificate({
      url: this.sandbox.urls.fulcio,
      timeoutMs: 5000,
      token: new IdentityToken(token, claims, { kind: 'environment', variable: 'SIGSTORE_ID_TOKEN' }),
      publicKey: Buffer.from(String(publicKey), 'base64'),
      prove: async (subject) => {
        await socket.arrive({ type: 'prove', subject: Buffer.from(subject).toString('base64') });
        return Buffer.from(String((await socket.hears())['signature']), 'base64');
      },
    });
    const signatory = { identity: { subject: email, issuer: 'x' }, isPerson: true };
    const der = Buffer.from(certificate.der).toString('base64');
    await socket.arrive({ type: 'certificate', der, signatory });
  }

  /** The session that a client with these surroundings would get, if there is one. */
  async session(surroundings: Surroundings): Promise<AgentSession | undefined> {
    const { binding } = await openTask(surroundings);
    return this.service.sessions.find(binding, () => true);
  }

  /** Shortens this session, and its token, to so many seconds. */
  async age(surroundings: Surroundings, left: number, tokenLeft?: number): Promise<void> {
    const session = await this.session(surroundings);
    if (!session) throw new Error('there is no session');
    const token = session.token && { ...session.token, validity: { left: () => tokenLeft ?? left } };
    this.service.sessions.drop(session);
    this.service.sessions.add({ ...session, validity: { left: () => left }, ...(token && { token }) });
  }

  async #sitBefore(link: Link<FromEditor>): Promise<void> {
    this.connected++;
    link.gone.addEventListener('abort', () => this.connected--);
    for (let message = await link.next(); message; message = await link.next()) {
      if (message.type === 'offer') {
        link.say({ type: 'here' });
        continue;
      }
      this.window.push(message);
      if (message.type === 'browser' && this.signsIn) {
        link.say({ type: 'opened' });
        void fetch(String((message as Message)['url'])).then((answer) => answer.text());
      }
      if (message.type === 'committer') link.say({ type: 'answer', answer: this.maySign } as never);
      if (message.type === 'consent') link.say({ type: 'answer', answer: this.agrees } as never);
    }
  }
}
