// Bounds what the large bodies of groups that are under way hold together, in one process. Reads none of them.

import { DirectoryFailure } from '../directory/failure';

export interface BodyPlace {
  /** So many bytes have arrived by now. @throws DirectoryFailure `busy` where others hold the room for them */
  hold(bytes: number): void;
  /** May be called again. */
  leave(): void;
}

export interface BodyPlaces {
  /**
   * Whoever says how long its body is has its room from the start, or is refused with the first bytes: two that come at
   * once do not stop each other half-way.
   *
   * @param bytes 0 where nobody knows
   */
  forBody(bytes: number): BodyPlace;
}

/** A body that fits alone is taken where there is no other. */
export function createBodyPlaces(bytesMax: number): BodyPlaces {
  let held = 0;
  return {
    forBody(announced) {
      let own = 0;
      const grow = (bytes: number): boolean => {
        if (bytes <= own) return true;
        if (held - own + bytes > bytesMax) return false;
        held += bytes - own;
        own = bytes;
        return true;
      };
      const isRefused = !grow(announced);
      return {
        hold(bytes) {
          if (!isRefused && grow(bytes)) return;
          throw new DirectoryFailure('busy', 'other large groups are being written right now; try again');
        },
        leave() {
          held -= own;
          own = 0;
        },
      };
    },
  };
}
