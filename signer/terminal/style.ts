import { isatty } from 'node:tty';
import { NARROWEST, type TableStyle } from '../../core/render/index.js';
import { useColour } from './colour.js';

/** The style for standard output as it is. */
export function outputStyle(): TableStyle {
  // A pipe is left alone: asking it would make a stream of it.
  const width = isatty(1) ? process.stdout.columns : undefined;
  return { colour: useColour(), width: width ?? NARROWEST };
}
