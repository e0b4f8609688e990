export function matches(pattern: string, path: string): boolean;
export function matchParts(path: string): string[];
