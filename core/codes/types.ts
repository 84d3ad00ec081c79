/** The codes of one kind of error. For each: what is the matter, and what to do, both in one line without a full stop. */
export type ErrorTable = Readonly<Record<string, readonly [matter: string, todo: string]>>;
