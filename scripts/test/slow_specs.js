/** Tests of the application that take more than a few seconds, by their path. */
export const isSlowSpec = /ledger\/(power|backlog)\.spec\.ts$/;
