/** Types of decisions.mjs, for the tests that are written in TypeScript. */
export interface Tool {
  name: string;
  command: string;
  atLeast: string;
  remedy: string;
}

export interface PackageLock {
  packages: Record<string, { version?: string; integrity?: string; optional?: boolean }>;
}

export declare const packagesToBuild: string[];
export declare const packagesToTest: string[];
export declare const packagesForXtensa: string[];
export declare const cargoComponentsToTest: Record<string, string>;
export declare const tools: Tool[];
export declare function missingDebianPackages(wanted: string[], dpkgOutput: string): string[];
export declare function reasonToInstallNpmPackages(
  lock: PackageLock,
  installed: PackageLock | null,
): string | null;
export declare function readVersion(answer: string): string | null;
export declare function isAtLeast(version: string, atLeast: string): boolean;
export declare function toolProblem(tool: Tool, answer: string | null): string | null;
export declare function debianInstallCommands(packages: string[]): string[][];
export declare function debianInstallLine(packages: string[]): string;
export declare function lastLines(output: string, count: number): string;
export function npmCommand(environment: NodeJS.ProcessEnv): string[];
