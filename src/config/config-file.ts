/** Reads the GATEWAY_CONFIG file into a document. Knows nothing of what the document means. */
import { readFailure, type Report } from './faults';
import { jsonFault } from './json-fault';
import type { ReadText } from './token';

/** The parsed file, or undefined after a fault. */
export function readConfigFile(path: string, readText: ReadText, report: Report): unknown {
  const text = readFileText(path, readText, report);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    report(`GATEWAY_CONFIG: the file is not JSON: ${jsonFault(text)}.`);
    return undefined;
  }
}

/** Without the byte-order mark that some editors put first (RFC 8259 §8.1 lets a parser ignore it). */
function readFileText(path: string, readText: ReadText, report: Report): string | undefined {
  try {
    return readText(path).replace(/^\ufeff/, '');
  } catch (error) {
    report(`GATEWAY_CONFIG: the file cannot be read: ${readFailure(error)}.`);
    return undefined;
  }
}
