// Cuts long arrays out of a JSON text while it arrives, and hands on their elements in batches as JSON of their own; decodes no value.
//
// It only finds where strings, objects and arrays begin and end. Whether the text is well-formed is for the reader of the
// pieces to find out: every byte ends up in one of them, a batch or the rest.

const [QUOTE, BACKSLASH, COMMA, OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [
  ...Buffer.from('"\\,{}[]'),
] as [number, number, number, number, number, number, number];

/** Names of the objects and arrays around a value, outermost first; an element of an array is there by its place. */
export type JsonPlace = readonly (string | number)[];

export interface CutterOptions {
  /** Whether elements of the array at this place are handed on. */
  readonly isCut: (place: JsonPlace) => boolean;
  /** An array of some elements, as JSON. @param place as it was asked about */
  readonly onElements: (json: Buffer, place: JsonPlace) => void;
  readonly batchBytes: number;
  /** Of all that is not cut out, and about of a single element that is. */
  readonly restBytesMax: number;
  /** @throws what the rest being larger means */
  readonly onTooLarge: () => never;
}

export interface ArrayCutter {
  write(chunk: Buffer): void;
  /** The text with every array that was cut out empty. */
  end(): Buffer;
}

interface Open {
  readonly isArray: boolean;
  /** Of an array, the place of the element that comes. */
  index: number;
  /** Of an object, the string that came last: the name, once a value follows. */
  name: Buffer | undefined;
}

export function arrayCutter(options: CutterOptions): ArrayCutter {
  const open: Open[] = [];
  let rest: Buffer[] = [];
  let restBytes = 0;
  /** Where an array is being cut, how deep it lies, and what is gathered of it. */
  let cut: { readonly place: JsonPlace; readonly depth: number; pieces: Buffer[]; bytes: number } | undefined;
  let string: Buffer[] | undefined;
  let isEscaped = false;

  const keep = (piece: Buffer): void => {
    if (piece.length === 0) return;
    if (cut !== undefined) {
      cut.pieces.push(piece);
      cut.bytes += piece.length;
      // A batch ends behind the element that fills it: so much in one of them is a single element.
      if (cut.bytes > options.batchBytes + options.restBytesMax) options.onTooLarge();
      return;
    }
    rest.push(piece);
    restBytes += piece.length;
    if (restBytes > options.restBytesMax) options.onTooLarge();
  };

  const handOn = (): void => {
    if (cut === undefined) return;
    const json = Buffer.concat([Buffer.from('['), ...cut.pieces, Buffer.from(']')]);
    // What follows begins with a comma, and with a null before it that is nobody: so a comma too many is found.
    cut.pieces = [Buffer.from('null')];
    cut.bytes = 0;
    options.onElements(json, cut.place);
  };

  const placeNow = (): JsonPlace => open.map(({ isArray, index, name }) => (isArray ? index : nameOf(name)));

  return {
    write(chunk) {
      let start = 0;
      for (let position = 0; position < chunk.length; position += 1) {
        if (string !== undefined) {
          const from = position;
          position = endOfString(chunk, position, isEscaped);
          isEscaped = position === chunk.length && endsEscaped(chunk, from, isEscaped);
          if (cut === undefined) string.push(chunk.subarray(from, position));
          if (position === chunk.length) break;
          const top = open.at(-1);
          if (top?.isArray === false && cut === undefined) top.name = Buffer.concat(string);
          string = undefined;
          continue;
        }
        const byte = chunk[position];
        if (byte === QUOTE) string = [];
        else if (byte === OPEN_OBJECT) open.push({ isArray: false, index: 0, name: undefined });
        else if (byte === OPEN_ARRAY) {
          const place = cut === undefined ? placeNow() : [];
          open.push({ isArray: true, index: 0, name: undefined });
          if (cut !== undefined || !options.isCut(place)) continue;
          keep(chunk.subarray(start, position + 1));
          start = position + 1;
          cut = { place, depth: open.length, pieces: [], bytes: 0 };
        } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
          if (cut?.depth === open.length) {
            keep(chunk.subarray(start, position));
            start = position;
            handOn();
            cut = undefined;
          }
          open.pop();
        } else if (byte === COMMA) {
          const top = open.at(-1);
          if (top?.isArray !== true) continue;
          top.index += 1;
          if (cut?.depth !== open.length || cut.bytes + position - start < options.batchBytes) continue;
          keep(chunk.subarray(start, position));
          start = position;
          handOn();
        }
      }
      keep(chunk.subarray(start));
    },

    end() {
      handOn();
      const text = Buffer.concat(rest);
      rest = [];
      return text;
    },
  };
}

/** The closing quote, or the end of the chunk. */
function endOfString(chunk: Buffer, from: number, isEscaped: boolean): number {
  let position = isEscaped ? from + 1 : from;
  while (position < chunk.length && chunk[position] !== QUOTE)
    position += chunk[position] === BACKSLASH ? 2 : 1;
  return Math.min(position, chunk.length);
}

function endsEscaped(chunk: Buffer, from: number, isEscaped: boolean): boolean {
  let position = isEscaped ? from + 1 : from;
  while (position < chunk.length) position += chunk[position] === BACKSLASH ? 2 : 1;
  return position > chunk.length;
}

function nameOf(quoted: Buffer | undefined): string {
  try {
    return JSON.parse(`"${(quoted ?? Buffer.alloc(0)).toString()}"`) as string;
  } catch {
    return '';
  }
}
