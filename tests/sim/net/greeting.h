/** What stands for a TLS handshake between the simulated board and the model server. */
#ifndef SIM_NET_GREETING_H
#define SIM_NET_GREETING_H

/** The client begins with the host's name and a line feed, at most so many bytes with a NUL. */
#define SIM_GREETING_BYTES_MAX 260
/** The server's answer. */
#define SIM_GREETING "welcome\n"

#endif
