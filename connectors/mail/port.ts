import type { ConnectorCheck } from '../connector.ts';

/**
 * Outgoing mail. Mail cannot be made unique: repeating is allowed and carries the same
 * `messageId`, so that mailboxes can recognise the second copy.
 */
export interface MailPort {
  check(): Promise<ConnectorCheck>;
  send(mail: Mail): Promise<{ accepted: boolean }>;
}

export interface Mail {
  /** Becomes the local part of Message-ID: derived from the effect's key. */
  readonly messageKey: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
}
