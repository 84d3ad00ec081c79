import type { CommandId } from '../feature.js';
import type { Setting } from '../settings.js';

// What a feature adds to package.json. A text is the key of a text in the feature's words: `%key%`.

/** A command in a menu. */
export interface MenuItem {
  readonly command: CommandId;
  readonly when?: string;
  readonly group?: string;
}

/** A setting, and what VS Code checks of its value. */
export interface SettingSpec {
  readonly setting: Setting<boolean> | Setting<number> | Setting<string>;
  readonly type: 'boolean' | 'integer' | 'string';
  readonly values?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  /** It lets the extension ask a server. */
  readonly isOnline?: true;
}

/** The contributions of one feature. */
export interface Contribution {
  /** By the name in `%command.NAME%`, which is the title. */
  readonly commands: Readonly<Record<string, CommandId>>;
  readonly icons?: Readonly<Partial<Record<CommandId, string>>>;
  readonly menus?: Readonly<Record<string, readonly MenuItem[]>>;
  readonly settings?: readonly SettingSpec[];
  /** Settings that a workspace may set only when it is trusted. */
  readonly restricted?: readonly Setting<boolean | number | string>[];
  readonly activationEvents?: readonly string[];
  /** Other members of `contributes`. Features may add to the same one. */
  readonly points?: Readonly<Record<string, readonly object[]>>;
  readonly views?: Readonly<Record<string, readonly object[]>>;
}
