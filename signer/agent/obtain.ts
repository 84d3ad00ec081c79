import { type IdentityToken, identityToken } from '../../io/identity/index.js';
import { requestCertificate } from '../../io/sigstore/index.js';
import { requireConsent, signatoryOf } from '../consent/index.js';
import { SignerError } from '../errors.js';
import { ephemeralKey } from '../sign/key.js';
import { remarkClock } from '../sign/remarks.js';
import { EditorPerson } from '../window/person.js';
import { Audience } from './audience.js';
import { certifiedByClient } from './certified.js';
import type { Connection } from './connection.js';
import { type AgentSession, isRenewable, isUsable, newSession, type Sessions } from './sessions.js';
import type { Task } from './task.js';

/** A session is renewed this long before its end, if nobody needs to be asked for that. */
const EARLY_S = 90;

interface Pending {
  readonly work: Promise<AgentSession>;
  readonly audience: Audience;
}

/** Gets sessions. Many clients that want the same one at the same time cause one sign-in. */
export class Obtainer {
  readonly #pending = new Map<string, Pending>();

  constructor(readonly sessions: Sessions) {}

  /**
   * A session that suits the task: an existing one, one renewed with the token of an earlier sign-in, or a new one from a sign-in
   * or from the client's own token.
   * @param suits whether an identity may be used; `ask`: if there is no better one, after the person said so
   * @param fresh true: sign in even if there is a session
   */
  async obtain(
    connection: Connection,
    task: Task,
    suits: (session: AgentSession) => 'yes' | 'ask' | 'no',
    fresh = false,
  ): Promise<AgentSession> {
    const { binding } = task;
    const key = JSON.stringify([binding.instance, binding.source]);
    let waited = false;
    for (;;) {
      const found = (answer: 'yes' | 'ask') =>
        this.sessions.find(binding, (session) => suits(session) === answer);
      const there = fresh ? undefined : (found('yes') ?? found('ask'));
      if (there && isUsable(there) && (there.validity.left() > EARLY_S || !isRenewable(there))) return there;
      const pending = this.#pending.get(key);
      if (pending === undefined || (waited && !task.signsIn))
        return this.#begin(key, connection, task, there);
      // A sign-in that another client waits for may suit as well. If a sign-in fails, it fails for all who wait; if another
      // client's token fails, it fails for that client only.
      try {
        const session = await pending.audience.wait(connection, pending.work);
        if (suits(session) !== 'no') return session;
      } catch (error) {
        if (task.signsIn) throw error;
      }
      waited = true;
    }
  }

  async #begin(
    key: string,
    connection: Connection,
    task: Task,
    there: AgentSession | undefined,
  ): Promise<AgentSession> {
    const audience = new Audience();
    const work = this.#work(connection, task, there, audience).then((session) => {
      if (there) this.sessions.drop(there);
      this.sessions.add(session);
      return session;
    });
    work.catch(() => undefined); // those who wait get the error
    const pending = { work, audience };
    this.#pending.set(key, pending);
    work
      .finally(() => {
        if (this.#pending.get(key) === pending) this.#pending.delete(key);
      })
      .catch(() => undefined);
    return audience.wait(connection, work);
  }

  async #work(
    connection: Connection,
    task: Task,
    there: AgentSession | undefined,
    audience: Audience,
  ): Promise<AgentSession> {
    if (!task.signsIn) return certifiedByClient(connection, task);
    const person = new EditorPerson(task.surroundings);
    try {
      return await this.#signedIn(task, there, audience, person);
    } finally {
      await person.close();
    }
  }

  async #signedIn(
    task: Task,
    there: AgentSession | undefined,
    audience: Audience,
    person: EditorPerson,
  ): Promise<AgentSession> {
    const port = person.port(audience);
    const admit = async (token: IdentityToken) => {
      await task.admit?.(token.claims, port);
      await requireConsent(task.config, signatoryOf(token), task.surroundings.env, port);
    };
    if (there?.token && isRenewable(there)) {
      await admit(there.token.token);
      try {
        return await certified(task, there.token.token);
      } catch (error) {
        if (isUsable(there)) return there;
        throw error;
      }
    }
    const token = await identityToken(task.config, {
      env: task.surroundings.env,
      say: audience.say,
      interactive: true,
      terminal: task.surroundings.terminal,
      signal: audience.signal,
      person: person.find,
    });
    await admit(token);
    const session = await certified(task, token);
    remarkClock(session.certificate, audience.say);
    return session;
  }
}

async function certified({ config, binding }: Task, token: IdentityToken): Promise<AgentSession> {
  const key = ephemeralKey();
  const { certificate } = await requestCertificate({
    url: config.fulcioUrl.value,
    timeoutMs: config.timeoutMs.value,
    token,
    publicKey: key.publicKey,
    prove: key.sign,
  });
  const session = newSession(binding, key, certificate, signatoryOf(token), token);
  if (session) return session;
  throw new SignerError('AGENT_REFUSED', 'the certificate does not say who it is for');
}
