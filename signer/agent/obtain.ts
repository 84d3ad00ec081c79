import { type IdentityToken, identityToken } from '../../io/identity/index.js';
import { requestCertificate } from '../../io/sigstore/index.js';
import { requireConsent } from '../consent/index.js';
import { SignerError } from '../errors.js';
import { ephemeralKey } from '../sign/key.js';
import { remarkClock } from '../sign/remarks.js';
import { EditorPerson } from '../window/person.js';
import { Audience } from './audience.js';
import { certifiedByClient } from './certified.js';
import type { Connection } from './connection.js';
import { type AgentSession, isRenewable, isUsable, newSession, type Sessions } from './sessions.js';
import type { Task } from './task.js';

/** Renewed this long before the end where nobody needs to be asked. */
const EARLY_S = 90;

interface Pending {
  readonly work: Promise<AgentSession>;
  readonly audience: Audience;
}

/** Gets sessions, each only once however many clients want it at the same time. */
export class Obtainer {
  readonly #pending = new Map<string, Pending>();

  constructor(readonly sessions: Sessions) {}

  /**
   * A session that suits the task: one there is, one renewed with the token of an earlier sign-in, or a new one from a sign-in or
   * from the client's own token.
   * @param suits which identities will do
   * @param fresh true: sign in even if a session is there
   */
  async obtain(
    connection: Connection,
    task: Task,
    suits: (session: AgentSession) => boolean,
    fresh = false,
  ): Promise<AgentSession> {
    const { binding } = task;
    const key = JSON.stringify([binding.instance, binding.source]);
    let waited = false;
    for (;;) {
      const there = fresh ? undefined : this.sessions.find(binding, suits);
      if (there && isUsable(there) && (there.validity.left() > EARLY_S || !isRenewable(there))) return there;
      const pending = this.#pending.get(key);
      if (pending === undefined || (waited && !task.signsIn))
        return this.#begin(key, connection, task, there);
      // What somebody else is signing in for may suit as well. Failures of a sign-in are everybody's, those of another
      // client's token are its own.
      try {
        const session = await pending.audience.wait(connection, pending.work);
        if (suits(session)) return session;
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
    work.catch(() => undefined); // told to those who wait
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
    if (there?.token && isRenewable(there)) {
      try {
        return await certified(task, there.token.token);
      } catch (error) {
        if (isUsable(there)) return there;
        throw error;
      }
    }
    const person = new EditorPerson(task.surroundings);
    try {
      const token = await identityToken(task.config, {
        env: task.surroundings.env,
        say: audience.say,
        interactive: true,
        terminal: task.surroundings.terminal,
        signal: audience.signal,
        person: person.find,
      });
      await task.admit?.(token.claims);
      await requireConsent(task.config, token, task.surroundings.env, person.port(audience));
      const session = await certified(task, token);
      remarkClock(session.certificate, audience.say);
      return session;
    } finally {
      await person.close();
    }
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
  const session = newSession(binding, key, certificate, token);
  if (session) return session;
  throw new SignerError('AGENT_REFUSED', 'the certificate does not say who it is for');
}
