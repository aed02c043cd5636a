/** Signatures that another program has made, judged by the core: tests/package. */
#ifndef WAMCAM_VERIFY_LINES_H
#define WAMCAM_VERIFY_LINES_H

/**
 * For each line of standard input, which has a public key's point, a message and r and s in
 * hexadecimal digits, what wamcam_signature_verify() returns; 1 for a line of another form.
 */
int verify_lines(void);

#endif
