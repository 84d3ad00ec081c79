import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { GpgAnswer, OpenPgpSignature } from '../../core/signature/openpgp/index.js';
import { type GpgJob, isBatchable, verifyAlone, verifyTogether } from './batch.js';
import type { GpgOptions } from './types.js';

const LARGEST_BATCH = 1000;
/** Another process pays off only for at least this many signatures. */
const SMALLEST_SHARE = 50;
/** How long the first signature of a batch waits for others. Starting gpg takes about as long. */
const LINGER_MS = 10;

interface Waiting extends GpgJob {
  readonly resolve: (answer: GpgAnswer) => void;
}

/**
 * Verifies many signatures with few gpg processes. Signatures that arrive while all processes are busy go into the
 * next one.
 */
export class GpgVerifier {
  readonly #options: GpgOptions;
  readonly #parallel: number;
  readonly #answers = new Map<string, Promise<GpgAnswer>>();
  readonly #waiting: Waiting[] = [];
  #busy = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: GpgOptions = {}) {
    this.#options = options;
    this.#parallel = options.parallel ?? availableParallelism();
  }

  /**
   * gpg's answer for a signature over `payload`. The same question is asked only once. Never throws because of gpg.
   */
  verify(signature: OpenPgpSignature, payload: Uint8Array): Promise<GpgAnswer> {
    const key = createHash('sha256')
      .update(createHash('sha256').update(signature.body).digest())
      .update(payload)
      .digest('base64');
    const known = this.#answers.get(key);
    if (known) return known;
    const answer = new Promise<GpgAnswer>((resolve) => {
      this.#waiting.push({ signature, payload, resolve });
    });
    this.#answers.set(key, answer);
    this.#schedule();
    return answer;
  }

  #schedule(): void {
    if (this.#timer || this.#busy >= this.#parallel || this.#waiting.length === 0) return;
    if (this.#waiting.length >= LARGEST_BATCH) this.#start();
    else {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#start();
      }, LINGER_MS);
    }
  }

  #start(): void {
    const free = this.#parallel - this.#busy;
    const share = Math.min(LARGEST_BATCH, Math.max(SMALLEST_SHARE, Math.ceil(this.#waiting.length / free)));
    for (let i = 0; i < free && this.#waiting.length > 0; i++) {
      const batch = this.#waiting.splice(0, share);
      this.#busy++;
      void this.#run(batch).finally(() => {
        this.#busy--;
        this.#schedule();
      });
    }
  }

  async #run(batch: readonly Waiting[]): Promise<void> {
    const together = batch.filter(isBatchable);
    const answers = together.length > 0 ? await this.#ask(() => verifyTogether(together, this.#options)) : [];
    const alone = batch.filter((job) => !isBatchable(job));
    together.forEach((job, i) => {
      const answer = answers[i];
      if (answer) job.resolve(answer);
      else alone.push(job); // a signature that stops gpg must not take the others with it
    });
    for (const job of alone) {
      const [answer] = await this.#ask(async () => [await verifyAlone(job, this.#options)]);
      job.resolve(answer ?? { answer: 'failed', why: 'gpg gave no answer' });
    }
  }

  async #ask(
    ask: () => Promise<readonly (GpgAnswer | undefined)[]>,
  ): Promise<readonly (GpgAnswer | undefined)[]> {
    try {
      return await ask();
    } catch {
      return []; // no room for temporary files: each is verified alone, and fails alone
    }
  }
}
