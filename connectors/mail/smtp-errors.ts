import { ConnectorError, type ConnectorErrorKind } from '../connector.ts';

/** What nodemailer tells of a failure. */
interface SmtpFailure {
  code?: string;
  /** The code of the system beneath, such as ECONNREFUSED. */
  originalCode?: string;
  command?: string;
  responseCode?: number;
}

const notSent = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);

/**
 * Classifies a failure of the mail server. Nodemailer does not tell how far a conversation had come
 * when the connection was lost or the time was up; only where there was no connection at all is it
 * certain that nothing was sent.
 */
export function toSmtpError(error: unknown): ConnectorError {
  const failure = (error instanceof Error ? error : {}) as SmtpFailure;
  const [kind, reason] = classify(failure);
  const reply = failure.responseCode ? `, reply ${failure.responseCode}` : '';
  // The server's own words may repeat the recipient's address, which no log may hold.
  const message = `mail server: ${failure.code ?? 'unexpected'} at ${failure.command ?? 'start'}${reply}`;
  return new ConnectorError(kind, reason, message);
}

function classify(failure: SmtpFailure): [ConnectorErrorKind, string] {
  const { code, command, responseCode } = failure;
  if (code === 'EAUTH' || code === 'ENOAUTH') return byLogin(responseCode);
  if (code === 'ETLS' || code === 'ECONFIG') return ['misconfigured', 'smtp-tls'];
  if (responseCode !== undefined) return byReply(responseCode, command);
  if (code === 'EMESSAGE' && command !== 'DATA') return ['rejected', 'mail-refused'];
  if (code === 'EPROTOCOL' || code === 'EMESSAGE' || code === 'EENVELOPE') {
    return ['garbage', 'protocol'];
  }
  if (code === 'EABORT' || code === 'ETIMEDOUT') return ['in-doubt', 'timeout'];
  const beneath = failure.originalCode ?? code ?? '';
  if (code === 'EDNS' || notSent.has(beneath)) return ['transient', 'unreachable'];
  return ['in-doubt', 'connection-lost'];
}

function byLogin(reply: number | undefined): [ConnectorErrorKind, string] {
  const isPassing = reply !== undefined && reply < 500;
  return isPassing ? ['transient', `smtp-${reply}`] : ['misconfigured', 'credentials'];
}

/** RFC 5321, section 4.2.1: 4xx asks to come back, 5xx refuses for good. */
function byReply(reply: number, command?: string): [ConnectorErrorKind, string] {
  if (reply >= 400 && reply < 500) return ['transient', `smtp-${reply}`];
  if (reply < 400 || reply > 599) return ['garbage', 'protocol'];
  const isOurs = command === 'RCPT TO' || command === 'DATA';
  return isOurs ? ['rejected', 'mail-refused'] : ['misconfigured', `smtp-${reply}`];
}
