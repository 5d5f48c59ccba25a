// What operations know of the gateway that carries them out: what it is, how it is configured, whom it awaits. Made by whoever starts it.

import type { NoticeTests } from '../directory/notice';
import type { AwaitedConnection } from '../directory/silence';

export interface GatewaySetting {
  readonly name: string;
  /** In words; never a secret. */
  readonly value: string;
  readonly meaning: string;
  /** The variable, or the place in the file, that sets it. */
  readonly where: string;
  readonly from: 'environment' | 'file' | 'either';
  readonly isDefault: boolean;
}

export interface SettingGroup {
  readonly title: string;
  readonly settings: readonly GatewaySetting[];
}

export interface GatewayFacts {
  readonly version: string;
  readonly startedAt: Date;
  /** As it signs its life in the database. */
  readonly process: string;
  readonly isReady: () => boolean;
  /** Whether other customers are in the same database. */
  readonly isShared: boolean;
  readonly settings: (customer: string) => readonly SettingGroup[];
  readonly notices: NoticeTests;
  readonly awaited: (customer: string) => Promise<readonly AwaitedConnection[]>;
}
