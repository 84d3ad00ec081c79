import { EncodingError } from './error.js';

// Times in core are Unix seconds (a number; RFC 3161 times may have a fraction).

const FRACTION = /^\.\d*[1-9]$/;

function malformed(type: string): EncodingError {
  return new EncodingError('TIME_MALFORMED', `not a DER ${type}`);
}

/**
 * The number of `count` decimal digits at `at`; NaN where there are none. It uses no regular expression, because it runs
 * three times for each commit.
 */
function digits(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : Number.NaN;
  }
  return value;
}

/** MMDDHHMMSS at `at`, in this year. */
function unixSeconds(year: number, text: string, at: number, fraction: number): number {
  const month = digits(text, at, 2);
  const day = digits(text, at + 2, 2);
  const hour = digits(text, at + 4, 2);
  const minute = digits(text, at + 6, 2);
  const second = digits(text, at + 8, 2);
  // Date.UTC reads a year below 100 as 19xx. No certificate is that old.
  const exists = year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  if (!exists || !(hour <= 23 && minute <= 59 && second <= 59))
    throw new EncodingError('TIME_MALFORMED', 'not a date of the calendar');
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 + fraction;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** True when `text` begins with `count` decimal digits. */
function isNumber(text: string, count: number): boolean {
  return !Number.isNaN(digits(text, 0, count));
}

/**
 * Unix seconds of a DER UTCTime (two-digit years 50-99 are 19xx; RFC 5280 section 4.1.2.5.1).
 * @throws EncodingError TIME_MALFORMED
 */
export function parseUtcTime(text: string): number {
  if (text.length !== 13 || text[12] !== 'Z' || !isNumber(text, 12)) throw malformed('UTCTime');
  const year = digits(text, 0, 2);
  return unixSeconds(year < 50 ? 2000 + year : 1900 + year, text, 2, 0);
}

/**
 * Unix seconds of a DER GeneralizedTime, with a fraction where there is one (X.690 section 11.7; RFC 3161 section 2.4.2).
 * @throws EncodingError TIME_MALFORMED
 */
export function parseGeneralizedTime(text: string): number {
  const fraction = text.slice(14, -1);
  const wellFormed = text.endsWith('Z') && isNumber(text, 14) && (fraction === '' || FRACTION.test(fraction));
  if (!wellFormed) throw malformed('GeneralizedTime');
  return unixSeconds(digits(text, 0, 4), text, 4, fraction === '' ? 0 : Number(`0${fraction}`));
}

/**
 * Unix seconds of an RFC 3339 time, as a trusted root contains them.
 * @throws EncodingError TIME_MALFORMED
 */
export function parseRfc3339(text: string): number {
  const shape = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text);
  const ms = shape ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw new EncodingError('TIME_MALFORMED', 'not an RFC 3339 time');
  return ms / 1000;
}

/** `2026-11-21T23:59:59Z`, or `invalid time` for a number that is no date. Fractions of a second are cut off. */
export function formatTime(seconds: number): string {
  const whole = Math.trunc(seconds);
  const day = Math.floor(whole / SECONDS_A_DAY);
  if (day !== lastDay.number) {
    const date = new Date(day * SECONDS_A_DAY * 1000);
    if (Number.isNaN(date.getTime())) return 'invalid time';
    lastDay = { number: day, text: date.toISOString().slice(0, -13) };
  }
  const rest = whole - day * SECONDS_A_DAY;
  return `${lastDay.text}${twoDigits(rest / 3600)}:${twoDigits((rest / 60) % 60)}:${twoDigits(rest % 60)}Z`;
}

// Four times are formatted for each commit, mostly of the same day, so the text of the last day is kept.
const SECONDS_A_DAY = 86_400;
let lastDay = { number: Number.NaN, text: '' };

function twoDigits(value: number): string {
  const digits = Math.floor(value);
  return digits < 10 ? `0${digits}` : String(digits);
}

/** DER UTCTime text, or GeneralizedTime text from 2050 on (RFC 5652 section 11.3), of Unix seconds. */
export function derTime(seconds: number): { type: 'utc' | 'generalized'; text: string } {
  const text = `${new Date(Math.trunc(seconds) * 1000).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;
  const year = Number(text.slice(0, 4));
  return year >= 1950 && year < 2050 ? { type: 'utc', text: text.slice(2) } : { type: 'generalized', text };
}

/** The same moment as a Date, for libraries. */
export function dateOf(seconds: number): Date {
  return new Date(seconds * 1000);
}
