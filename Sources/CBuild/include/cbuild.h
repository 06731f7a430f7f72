// Facts about the build, which Package.swift reads from the environment.

#ifndef BERTFT_CBUILD_H
#define BERTFT_CBUILD_H

/// The commit that the program is built from (BERTFT_COMMIT); an empty string where none was named.
const char *cbuild_commit(void);

#endif
