/** The second line of the program that an editor's extension has git start, which tells it from others. */
export const EDITOR_LAUNCHER = '# Waxseal, as its editor extension has git start it';
