/** The second line of the program that the editor extension lets git start. This line identifies the program. */
export const EDITOR_LAUNCHER = '# Waxseal, as its editor extension has git start it';
