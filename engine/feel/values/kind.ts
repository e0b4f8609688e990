/** Tells FEEL's own values from contexts: JSON cannot hold a symbol. */
export const KIND: unique symbol = Symbol('feel value');
