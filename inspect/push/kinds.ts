/** The hooks of git that can refuse a push (githooks(5)). */
export const HOOK_KINDS = ['pre-push', 'pre-receive', 'update'] as const;

/** One of these hooks. */
export type HookKind = (typeof HOOK_KINDS)[number];
