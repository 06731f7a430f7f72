#include "cbuild.h"

const char *cbuild_commit(void) { return CBUILD_COMMIT; }
