import { type ConfigurationChangeEvent, type Disposable, workspace } from 'vscode';

/** A setting of the extension, and what it is when nobody set it. */
export interface Setting<Value extends boolean | number | string> {
  readonly id: `waxseal.${string}`;
  readonly byDefault: Value;
}

const known = new Map<string, unknown>();
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
export function setting<Value extends boolean | number | string>({ id, byDefault }: Setting<Value>): Value {
  if (known.has(id)) return known.get(id) as Value;
  const found = workspace.getConfiguration().get<Value>(id);
  const value = found !== undefined && typeof found === typeof byDefault ? found : byDefault;
  if (isRemembered) known.set(id, value);
  return value;
}

/** Whether a change of the configuration concerns this setting. */
export function isChanged(
  event: ConfigurationChangeEvent,
  { id }: Pick<Setting<boolean | number | string>, 'id'>,
): boolean {
  return event.affectsConfiguration(id);
}
