import type { NewMessage } from '../../engine/embedded/store.ts';

/** A message as the statements that keep messages read it. */
export function messageRow(message: NewMessage) {
  return {
    name: message.name,
    correlation: message.correlationKey,
    id: message.messageId ?? null,
    variables: message.variables,
    created: message.createdAtMs,
    expires: message.expiresAtMs,
    held: message.idHeldForMs,
  };
}
