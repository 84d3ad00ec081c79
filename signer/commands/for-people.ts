type Command = (argv: readonly string[]) => Promise<number>;

/** The commands that git, its hooks and this program itself never start. */
export const FOR_PEOPLE: Readonly<Record<string, () => Promise<{ run: Command }>>> = {
  completion: () => import('./completion/completion.js'),
  doctor: () => import('./doctor/doctor.js'),
  image: () => import('./image/image.js'),
  login: () => import('./agent/login.js'),
  logout: () => import('./agent/logout.js'),
  policy: () => import('./policy/policy.js'),
  setup: () => import('./setup/setup.js'),
  status: () => import('./agent/status.js'),
  trust: () => import('./trust/trust.js'),
  'verify-extension': () => import('./installation/verify-extension.js'),
};
