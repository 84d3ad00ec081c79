import { isatty } from 'node:tty';
import { NARROWEST, type TableStyle } from '../../core/render/index.js';
import { useColour } from './colour.js';

/** The table style that suits standard output. */
export function outputStyle(): TableStyle {
  // Do not touch process.stdout for a pipe: that would create a stream.
  const width = isatty(1) ? process.stdout.columns : undefined;
  return { colour: useColour(), width: width ?? NARROWEST };
}
