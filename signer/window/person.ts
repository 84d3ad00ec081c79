import type { ConsentAnswer, ConsentPort, Question } from '../../io/consent/index.js';
import type { SignInPerson } from '../../io/identity/index.js';
import { type Asker, findEditor, type Link, type ToEditor } from '../../io/window/index.js';

type Answer = { readonly type: string; readonly [name: string]: unknown };

const GONE: Answer = { type: 'cancelled' };

/** A connection to a window. It asks one question at a time. */
class Window {
  readonly #gaveUp = new AbortController();
  #asked: ((answer: Answer) => void) | undefined;

  constructor(readonly link: Link<ToEditor>) {
    void this.#listen();
  }

  /** Aborted when the person cancels, or the window goes away. */
  get signal(): AbortSignal {
    return AbortSignal.any([this.#gaveUp.signal, this.link.gone]);
  }

  ask(question: ToEditor): Promise<Answer> {
    if (this.signal.aborted) return Promise.resolve(GONE);
    return new Promise((resolve) => {
      this.#asked = resolve;
      this.link.say(question);
    });
  }

  async #listen(): Promise<void> {
    for (;;) {
      const answer = await this.link.next();
      if (answer === undefined || answer.type === 'cancelled') this.#gaveUp.abort();
      this.#asked?.(answer ?? GONE);
      this.#asked = undefined;
      if (answer === undefined) return;
    }
  }
}

/**
 * The person in front of an editor window. The window is looked for only when it is needed, because most signatures need nobody.
 * Whoever creates this object must close it.
 */
export class EditorPerson {
  #window: Promise<Window | undefined> | undefined;

  constructor(private readonly asker: Asker) {}

  /** How the person signs in; undefined if no window has the repository open. */
  readonly find = async (): Promise<SignInPerson | undefined> => {
    const window = await this.#found();
    if (!window) return undefined;
    return {
      signal: window.signal,
      openPage: async (page) => {
        const { type } = await window.ask({ type: 'browser', ...page });
        return type === 'opened' || type === 'use-code' ? type : 'gave-up';
      },
      showCode: (invitation) => window.link.say({ type: 'code', ...invitation }),
      signedIn: ({ subject, issuer }) => window.link.say({ type: 'signed-in', subject, issuer }),
    };
  };

  /** Asks in the window. If there is no window, or nobody answers there, `other` asks. */
  port(other: ConsentPort): ConsentPort {
    return {
      ask: async (question: Question): Promise<ConsentAnswer> => {
        const window = await this.#found();
        const said = await window?.ask(
          'logs' in question
            ? { type: 'consent', publication: question }
            : { type: 'committer', mismatch: question },
        );
        const answer = said?.['answer'];
        return answer === 'agreed' || answer === 'refused' ? answer : other.ask(question);
      },
    };
  }

  async close(): Promise<void> {
    const window = await this.#window;
    window?.link.close();
  }

  #found(): Promise<Window | undefined> {
    this.#window ??= findEditor(this.asker).then((link) => link && new Window(link));
    return this.#window;
  }
}
