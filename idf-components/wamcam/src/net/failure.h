/** Why a connection failed, as an error number and as a sentence for people. */
#ifndef WAMCAM_NET_FAILURE_H
#define WAMCAM_NET_FAILURE_H

/** Longest sentence with its NUL. A host name may take 253 of it. */
#define WAMCAM_FAILURE_SENTENCE_BYTES 600

struct wamcam_failure {
    int error; /**< enum wamcam_error, 0 as long as nothing has failed. */
    char sentence[WAMCAM_FAILURE_SENTENCE_BYTES];
};

/**
 * Note a failure; `format` as for printf. The first one stays: what comes later is a consequence.
 * Returns the error that is on record.
 */
int wamcam_failure_set(struct wamcam_failure *failure, int error, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;

/** Error for an errno value of a socket or file call. */
int wamcam_failure_from_errno(int errno_value);

#endif
