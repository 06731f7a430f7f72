// The functions below EVP: they keep their state in a plain struct, cannot fail, and read no configuration. OpenSSL 3
// calls them deprecated.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
