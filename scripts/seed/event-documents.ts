// How events lie in the database, as the gateway itself keeps them. Stores nothing.

import { marksOf, seatSteps } from '../../src/directory/day-marks';
import type { DirectoryEvent } from '../../src/directory/event';
import type { EventDocument } from '../../src/store/documents';
import { eventKind } from '../../src/store/log-kinds';
import { massMark } from '../../src/store/log-models';
import { tellsGroup } from '../../src/store/past-memberships';

/** @param events of one person or group, from the first one on */
export function eventDocuments(events: readonly DirectoryEvent[]): readonly EventDocument[] {
  const steps = seatSteps(events);
  return events.map((event) => {
    const { id, ...facts } = event;
    const marks = marksOf(event, event.resourceType === 'User' ? steps.get(id) : undefined);
    return {
      ...{ _id: id, ...facts, kind: eventKind(facts) },
      marks,
      ...tellsGroup(event),
      ...massMark(event),
    };
  });
}
