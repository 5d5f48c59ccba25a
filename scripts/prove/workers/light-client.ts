// Owns asking the same again and again over kept-alive sockets for as little CPU as can be: the answer is measured, not parsed. Judges nothing.
import { connect, type Socket } from 'node:net';

export interface Asked {
  readonly answers: number;
  /** Any status but the expected one, as it was sent. */
  readonly wrong: readonly string[];
  readonly seconds: number;
}

export interface Asking {
  readonly port: number;
  readonly connections: number;
  readonly ms: number;
  /** The whole request number `index`. */
  readonly request: (index: number) => Buffer;
  readonly status: number;
}

export async function askFor({ port, connections, ms, request, status }: Asking): Promise<Asked> {
  const since = performance.now();
  const wrong: string[] = [];
  let sent = 0;
  let answers = 0;
  const expected = Buffer.from(`HTTP/1.1 ${status} `);
  const one = async (): Promise<void> => {
    const socket = connect(port, '127.0.0.1').setNoDelay();
    while (performance.now() - since < ms) {
      const answer = exchange(socket, request(sent));
      sent += 1;
      const head = await answer;
      if (head.subarray(0, expected.length).equals(expected)) answers += 1;
      else wrong.push(head.subarray(0, 200).toString());
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: connections }, one));
  return { answers, wrong, seconds: (performance.now() - since) / 1_000 };
}

/** Resolves with the first piece of the answer once all of it is there. */
function exchange(socket: Socket, request: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let first: Buffer | undefined;
    let left = 0;
    const end = (): void => {
      socket.off('data', onData).off('error', reject).off('close', onClose);
    };
    const onClose = (): void => {
      reject(new Error('the connection was closed in the middle of an answer'));
    };
    const onData = (piece: Buffer): void => {
      left -= piece.length;
      if (first === undefined) {
        first = piece;
        left += lengthOf(piece);
      }
      if (left > 0) return;
      end();
      resolve(first);
    };
    socket.on('data', onData).once('error', reject).once('close', onClose);
    socket.write(request);
  });
}

/** Of head and body together; the head comes in one piece. */
function lengthOf(piece: Buffer): number {
  const end = piece.indexOf('\r\n\r\n');
  const [, length] = /\r\ncontent-length: (\d+)/i.exec(piece.subarray(0, end).toString('latin1')) ?? [];
  if (end < 0 || length === undefined)
    throw new Error(`an answer without length: ${piece.subarray(0, 300).toString()}`);
  return end + 4 + Number(length);
}
