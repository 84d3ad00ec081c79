import { type ConfigurationChangeEvent, type Disposable, workspace } from 'vscode';
import { DEFAULTS, type SETTINGS, type SettingValues } from './ids.js';

type Name = (typeof SETTINGS)[keyof typeof SETTINGS];

const known = new Map<Name, unknown>();
let isRemembered = false;

/** Remembers settings until one of ours changes, because reading them from VS Code takes milliseconds each time. */
export function rememberSettings(): Disposable {
  isRemembered = true;
  const listener = workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('waxseal')) known.clear();
  });
  return {
    dispose: () => {
      isRemembered = false;
      known.clear();
      listener.dispose();
    },
  };
}

/** The value of a setting, or its default if the value has the wrong type. */
export function setting<K extends Name>(name: K): SettingValues[K] {
  if (known.has(name)) return known.get(name) as SettingValues[K];
  const found = workspace.getConfiguration().get<SettingValues[K]>(name);
  const value = typeof found === typeof DEFAULTS[name] ? (found as SettingValues[K]) : DEFAULTS[name];
  if (isRemembered) known.set(name, value);
  return value;
}

/** Whether a change of the configuration concerns this setting. */
export function isChanged(event: ConfigurationChangeEvent, name: Name): boolean {
  return event.affectsConfiguration(name);
}
