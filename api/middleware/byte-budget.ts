/** How much several requests may hold together, counted as it arrives. */
export interface ByteBudget {
  /** A share of it, empty at first. */
  open(): ByteShare;
}

export interface ByteShare {
  /** @returns false when there is no room: then nothing was taken. */
  take(bytes: number): boolean;
  /** Gives back all of it, once; afterwards nothing can be taken. */
  release(): void;
}

/**
 * Counts bytes and not requests: who sends slowly holds little, and keeps nobody else out.
 */
export function makeByteBudget(maxBytes: number): ByteBudget {
  let heldBytes = 0;
  return {
    open() {
      let ownBytes = 0;
      let isOpen = true;
      return {
        take(bytes) {
          if (!isOpen || heldBytes + bytes > maxBytes) return false;
          heldBytes += bytes;
          ownBytes += bytes;
          return true;
        },
        release() {
          heldBytes -= ownBytes;
          ownBytes = 0;
          isOpen = false;
        },
      };
    },
  };
}
