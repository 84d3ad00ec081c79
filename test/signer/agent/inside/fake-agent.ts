import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agentPlace } from '../../../../signer/agent/place.js';
import { type AgentMessage, FrameReader, frame } from '../../../../signer/agent/protocol.js';
import type { Message } from './fake-socket.js';

/** The agent's answer to a message; `count` is the number of messages so far. `gone`: it leaves instead. */
export type Says = (message: Message, count: number, client: Socket) => readonly Message[] | 'gone';

/** A directory for an agent in this process. The environment names it from now on, and the test answers for the agent. */
export class FakeAgent {
  readonly home = mkdtempSync(join(tmpdir(), 'f-'));
  /** All messages to the agent that listens now. */
  heard: Message[] = [];
  connections = 0;
  readonly #environment = { ...process.env };
  #close: () => Promise<void> = async () => undefined;

  constructor() {
    for (const name of Object.keys(process.env))
      if (/^(?:GIT|WAXSEAL|GITSIGN|SIGSTORE|TUF|XDG)_|PROXY$|CA_CERTS$/i.test(name)) delete process.env[name];
    Object.assign(process.env, { HOME: this.home, XDG_RUNTIME_DIR: this.home, GIT_CONFIG_NOSYSTEM: '1' });
  }

  /** Starts listening, in place of the previous agent. */
  async listen(says: Says): Promise<void> {
    await this.#close();
    this.heard = [];
    this.connections = 0;
    const { directory, socket } = agentPlace(process.env);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const clients = new Set<Socket>();
    const server = createServer((client) => {
      this.connections++;
      clients.add(client);
      client.on('error', () => undefined);
      const reader = new FrameReader();
      client.on('data', (chunk) => {
        for (const message of reader.push(chunk)) {
          this.heard.push(message);
          const said = says(message, this.heard.length, client);
          if (said === 'gone') client.destroy();
          else for (const one of said) client.write(frame(one as unknown as AgentMessage));
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    chmodSync(socket, 0o600);
    this.#close = () =>
      new Promise((resolve) => {
        for (const client of clients) client.destroy();
        server.close(() => resolve());
        this.#close = async () => undefined;
      });
  }

  /** Stops listening. */
  close(): Promise<void> {
    return this.#close();
  }

  /** Restores the environment of this process. */
  async end(): Promise<void> {
    await this.#close();
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, this.#environment);
    rmSync(this.home, { recursive: true, force: true });
  }
}
