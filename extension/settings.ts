import { type ConfigurationChangeEvent, workspace } from 'vscode';
import { DEFAULTS, type SETTINGS, type SettingValues } from './ids.js';

type Name = (typeof SETTINGS)[keyof typeof SETTINGS];

/** A setting's value; its default where what is set is of another type. */
export function setting<K extends Name>(name: K): SettingValues[K] {
  const found = workspace.getConfiguration().get<SettingValues[K]>(name);
  return typeof found === typeof DEFAULTS[name] ? (found as SettingValues[K]) : DEFAULTS[name];
}

/** Whether a change of the configuration is one of this setting. */
export function isChanged(event: ConfigurationChangeEvent, name: Name): boolean {
  return event.affectsConfiguration(name);
}
