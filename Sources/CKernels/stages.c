#include "CKernels.h"

_Thread_local void *ck_stages_of_thread;
