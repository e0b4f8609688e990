export declare function bundlePrograms(root: string, entries: readonly string[]): Promise<string>;
