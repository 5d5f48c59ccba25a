// A mail server on the loopback address that keeps what it is sent, and refuses messages first where it is told to; as little SMTP as that takes.

import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface TestMailServer {
  readonly port: number;
  /** Whole messages, headers first. */
  readonly messages: readonly string[];
  /** The next messages are refused with 451. */
  refuseNext(count: number): void;
  close(): Promise<void>;
}

export async function startMailServer(): Promise<TestMailServer> {
  const messages: string[] = [];
  const open = new Set<Socket>();
  const refusals = { left: 0 };
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => undefined);
    speak(socket, (message) => {
      if (refusals.left > 0) {
        refusals.left -= 1;
        return '451 try again later';
      }
      messages.push(message);
      return '250 taken';
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    messages,
    refuseNext: (count) => {
      refusals.left = count;
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function speak(socket: Socket, take: (message: string) => string): void {
  const say = (line: string): void => {
    socket.write(`${line}\r\n`);
  };
  let text = '';
  let isMessage = false;
  say('220 test');
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
    for (;;) {
      const end = isMessage ? '\r\n.\r\n' : '\r\n';
      const at = text.indexOf(end);
      if (at < 0) return;
      const piece = text.slice(0, at);
      text = text.slice(at + end.length);
      if (isMessage) {
        isMessage = false;
        say(take(piece));
      } else {
        const verb = piece.slice(0, 4).toUpperCase();
        isMessage = verb === 'DATA';
        if (verb === 'QUIT') socket.end('221 bye\r\n');
        else say(isMessage ? '354 go on' : '250 ok');
      }
    }
  });
}
