/** The commands that bring files into their form, and the same ones that only look. */

/** C sources; the rest of the tree is not ours to format. */
const findCFiles = "find idf-components firmware tests -name '*.[ch]'";

function clangFormat(options: string): string[] {
  return ["bash", "-c", `${findCFiles} -print0 | xargs -0 clang-format ${options}`];
}

export const checkers = {
  // The cache is one of contents: files that were right once are not read again.
  scripts: [
    ...["prettier", "--check", "--log-level", "warn"],
    ...["--cache", "--cache-strategy", "content", "."],
  ],
  c: clangFormat("--dry-run -Werror"),
  rust: ["cargo", "fmt", "--all", "--check"],
};

export const formatters = [
  ["prettier", "--write", "--log-level", "warn", "."],
  clangFormat("-i"),
  ["cargo", "fmt", "--all"],
];
