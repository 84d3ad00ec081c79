import { EncodingError } from './error.js';

// Times in core are Unix seconds (a number; RFC 3161 times may have a fraction).

const UTC_TIME = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
const GENERALIZED_TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d*[1-9])?Z$/;

function unixSeconds(parts: readonly number[], fraction: number): number {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  // Years below 100 are not what Date.UTC takes them for, and no certificate is that old.
  const exists = year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  if (!exists || hour > 23 || minute > 59 || second > 59)
    throw new EncodingError('TIME_MALFORMED', 'not a date of the calendar');
  return ms / 1000 + fraction;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * Unix seconds of a DER UTCTime (two-digit years 50-99 are 19xx; RFC 5280 section 4.1.2.5.1).
 * @throws EncodingError TIME_MALFORMED
 */
export function parseUtcTime(text: string): number {
  const match = UTC_TIME.exec(text);
  if (!match) throw new EncodingError('TIME_MALFORMED', 'not a DER UTCTime');
  const [year = 0, ...rest] = match.slice(1).map(Number);
  return unixSeconds([year < 50 ? 2000 + year : 1900 + year, ...rest], 0);
}

/**
 * Unix seconds of a DER GeneralizedTime, with a fraction where there is one (X.690 section 11.7; RFC 3161 section 2.4.2).
 * @throws EncodingError TIME_MALFORMED
 */
export function parseGeneralizedTime(text: string): number {
  const match = GENERALIZED_TIME.exec(text);
  if (!match) throw new EncodingError('TIME_MALFORMED', 'not a DER GeneralizedTime');
  return unixSeconds(match.slice(1, 7).map(Number), match[7] ? Number(`0${match[7]}`) : 0);
}

/**
 * Unix seconds of an RFC 3339 time such as those of a trusted root.
 * @throws EncodingError TIME_MALFORMED
 */
export function parseRfc3339(text: string): number {
  const shape = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text);
  const ms = shape ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw new EncodingError('TIME_MALFORMED', 'not an RFC 3339 time');
  return ms / 1000;
}

/** `2026-11-21T23:59:59Z`, or `invalid time` for a number no date has. Whole seconds: fractions are cut. */
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

// Four times a commit are formatted, mostly of one day: the calendar is asked once a day.
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

/** The same moment as the Date that libraries want. */
export function dateOf(seconds: number): Date {
  return new Date(seconds * 1000);
}
