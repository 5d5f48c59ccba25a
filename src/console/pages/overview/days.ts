// What is known of each day, as the gateway tells it.

import type { Answer } from '../../shell/api';

export type Days = Answer<'overview.days'>['days'];
export type DaysMeaning = Answer<'overview.days'>['meaning'];
