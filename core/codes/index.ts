import type { ERRORS } from './errors.js';
import type { FailedReason, NotMadeReason, PolicyReason } from './reasons.js';
import type { RuleCode } from './rules.js';

// Every stable code, each with one meaning. Only types leave this folder at run time, so that a start loads nothing of it.

type Tables = typeof ERRORS;

/** The codes that two tables have. */
type Twice = {
  [One in keyof Tables]: {
    [Other in keyof Tables]: One extends Other ? never : keyof Tables[One] & keyof Tables[Other];
  }[keyof Tables];
}[keyof Tables];

/** `Codes`, which does not compile if there is something in `Shared`. */
type Unless<Shared extends never, Codes> = Exclude<Codes, Shared>;

/** Why a check of a verdict did not pass (docs/reasons.md). */
export type ReasonCode = NotMadeReason | FailedReason | PolicyReason;

/** Every code of an error that is no reason of a verdict and no rule of a finding (docs/errors.md). */
export type ErrorCode = Unless<Twice, { [Name in keyof Tables]: keyof Tables[Name] }[keyof Tables]>;

/** Every stable code. An error, a reason and a rule never share one. */
export type Code =
  | Unless<ErrorCode & (ReasonCode | RuleCode), ErrorCode>
  | Unless<ReasonCode & RuleCode, ReasonCode>
  | RuleCode;

/** Some of the codes in `All`: a code that is not among them does not compile, where `Extract` would drop it. */
export type Among<All, Part extends All> = Part;

export type * from './errors.js';
export type * from './reasons.js';
export type * from './rules.js';
