// bzlib.h does not include what it uses.
#include <stdio.h>
#include <bzlib.h>
