// The messages between the extension host and a thread. Everything is plain data.

/** One call: its arguments, the parts that it sends before its answer, and the answer. */
export interface CallShape {
  readonly ask: unknown;
  readonly part: unknown;
  readonly answer: unknown;
}

/** The calls that a thread answers, by name. */
export type CallTable<Calls> = { readonly [Name in keyof Calls]: CallShape };

/** To the thread. */
export type Message =
  | { readonly call: number; readonly name: string; readonly ask: unknown }
  | { readonly cancel: number };

/** From the thread. */
export type Reply =
  | { readonly call: number; readonly part: unknown }
  | { readonly call: number; readonly answer: unknown }
  | { readonly call: number; readonly failure: Failure };

/** An error from the other thread. `message` is one harmless line. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** How a caller can watch and stop a call. */
export interface CallOptions<Part> {
  readonly onPart?: (part: Part) => void;
  readonly signal?: AbortSignal;
}

/** Whoever answers calls. */
export interface Caller<Calls extends CallTable<Calls>> {
  /**
   * @throws CallError with the code of what went wrong: CANCELLED when `signal` was aborted, TOO_SLOW when a thread of this
   * caller did not answer in time, WORKER_ENDED when the thread ended
   */
  call<Name extends keyof Calls & string>(
    name: Name,
    ask: Calls[Name]['ask'],
    options?: CallOptions<Calls[Name]['part']>,
  ): Promise<Calls[Name]['answer']>;
}

/** What a handler gets besides the arguments of the call. */
export interface CallContext<Part> {
  readonly signal: AbortSignal;
  readonly part: (part: Part) => void;
}

/** The function that answers each call. An error that it throws goes to the caller. */
export type Handlers<Calls extends CallTable<Calls>> = {
  readonly [Name in keyof Calls]: (
    ask: Calls[Name]['ask'],
    context: CallContext<Calls[Name]['part']>,
  ) => Calls[Name]['answer'] | Promise<Calls[Name]['answer']>;
};
