import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { Fault } from '../faults/fault-plan.ts';
import type { FaultContext } from '../faults/http-operation.ts';
import { pause } from '../faults/pause.ts';
import type { MailStore } from './mail-store.ts';
import { readMail } from './read-mail.ts';

export interface SmtpSinkOptions {
  store: MailStore;
  /** Without credentials everybody may deliver. */
  smtpCredentials?: { user: string; password: string };
  now: () => Date;
  faults: FaultContext;
}

export interface SmtpSink {
  port: number;
  close(): Promise<void>;
}

type Done = (error?: Error | null) => void;

const maxMailBytes = 20 * 1024 * 1024;

/** Takes every mail and delivers none. Without TLS, since it listens for the own machine only. */
export function startSmtpSink(
  options: SmtpSinkOptions,
  host: string,
  port: number,
): Promise<SmtpSink> {
  const meet = makeMeeting(options.faults);
  const server = new SMTPServer({
    size: maxMailBytes,
    closeTimeout: 100,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    authOptional: !options.smtpCredentials,
    onAuth(auth, _session, callback) {
      const known = options.smtpCredentials;
      const isRight = !known || (auth.username === known.user && auth.password === known.password);
      if (isRight) callback(null, { user: auth.username || 'anybody' });
      else callback(reply('535', 'Anmeldung abgelehnt'));
    },
    onConnect: (session, done) => void meet(server, session.id, 'connect', done),
    onRcptTo: (_address, session, done) => void meet(server, session.id, 'recipient', done),
    onData(stream, session, done) {
      const recipients = session.envelope.rcptTo.map((recipient) => recipient.address);
      const mail = readMail(stream, recipients, options.now());
      const keep = async () => {
        const read = await mail;
        if (stream.sizeExceeded) throw reply('552', 'Zu groß');
        options.store.add(read);
      };
      mail.then(() => meet(server, session.id, 'message', done, keep), done);
    },
  });
  // A client that hangs up mid-way is no event here, but without a listener it would be fatal.
  server.on('error', () => undefined);
  return listen(server, host, port);
}

/** Makes the point where a fault can strike, before or after what the operation does. */
function makeMeeting({ plan, counter, stopped }: FaultContext) {
  return async (
    server: SMTPServer,
    sessionId: string,
    operation: string,
    done: Done,
    act: () => Promise<void> = async () => undefined,
  ): Promise<void> => {
    counter.called('mail', operation);
    const fault = plan.take('mail', operation);
    try {
      if (fault?.at !== 'after') {
        if (fault && (await strike(fault, server, sessionId, stopped))) return;
        await act();
      } else {
        await act();
        if (await strike(fault, server, sessionId, stopped)) return;
      }
      done();
    } catch (error) {
      done(error as Error);
    }
  };
}

/** True when there shall be no reply at all; throws what shall be the reply. */
async function strike(
  fault: Fault,
  server: SMTPServer,
  sessionId: string,
  stopped: AbortSignal,
): Promise<boolean> {
  switch (fault.mode) {
    case 'slow':
      await pause(fault.delayMs, stopped);
      return false;
    case 'silent':
    case 'drip':
      return true;
    case 'reset':
      for (const connection of server.connections) {
        if (connection.session.id === sessionId) connection._socket.destroy();
      }
      return true;
    case 'garbage':
    case 'wrong-shape':
      throw reply('???', 'HTTP/1.1 418 <html>');
    case 'huge':
      throw reply('450', 'x'.repeat(8 * 1024 * 1024));
    default:
      throw reply(fault.mode, 'Störung auf Wunsch');
  }
}

function reply(code: string, message: string): Error {
  return Object.assign(new Error(message), { responseCode: code as unknown as number });
}

function listen(server: SMTPServer, host: string, port: number): Promise<SmtpSink> {
  return new Promise((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, () => {
      server.server.off('error', reject);
      const bound = (server.server.address() as AddressInfo).port;
      resolve({ port: bound, close: () => close(server) });
    });
  });
}

function close(server: SMTPServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const connection of server.connections) connection._socket.destroy();
  });
}
