/** The one import that is not in imports.json: what AssemblyScript calls when it gives up. */
#ifndef WAMCAM_IMPORTS_ABORT_H
#define WAMCAM_IMPORTS_ABORT_H

#include <stdbool.h>

/** Register env.abort. To be called once, before loading. */
bool wamcam_abort_register(void);

#endif
