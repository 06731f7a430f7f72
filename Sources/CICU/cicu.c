#include "cicu.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>
#include <unicode/uversion.h>

_Static_assert((int)CICU_NON_SPACING_MARK == (int)U_NON_SPACING_MARK, "category numbers");
_Static_assert((int)CICU_CONTROL == (int)U_CONTROL_CHAR, "category numbers");
_Static_assert((int)CICU_FORMAT == (int)U_FORMAT_CHAR, "category numbers");
_Static_assert((int)CICU_PRIVATE_USE == (int)U_PRIVATE_USE_CHAR, "category numbers");
_Static_assert((int)CICU_DASH_PUNCTUATION == (int)U_DASH_PUNCTUATION, "category numbers");
_Static_assert((int)CICU_START_PUNCTUATION == (int)U_START_PUNCTUATION, "category numbers");
_Static_assert((int)CICU_END_PUNCTUATION == (int)U_END_PUNCTUATION, "category numbers");
_Static_assert((int)CICU_CONNECTOR_PUNCTUATION == (int)U_CONNECTOR_PUNCTUATION, "category numbers");
_Static_assert((int)CICU_OTHER_PUNCTUATION == (int)U_OTHER_PUNCTUATION, "category numbers");
_Static_assert((int)CICU_INITIAL_PUNCTUATION == (int)U_INITIAL_PUNCTUATION, "category numbers");
_Static_assert((int)CICU_FINAL_PUNCTUATION == (int)U_FINAL_PUNCTUATION, "category numbers");

int8_t cicu_category(uint32_t scalar) { return u_charType((UChar32)scalar); }

int32_t cicu_age(uint32_t scalar) {
  UVersionInfo version;
  u_charAge((UChar32)scalar, version);
  return (int32_t)version[0] * 256 + (int32_t)version[1];
}

int cicu_is_white_space(uint32_t scalar) { return u_isUWhiteSpace((UChar32)scalar) != 0; }

int cicu_is_word(uint32_t scalar) {
  return u_hasBinaryProperty((UChar32)scalar, UCHAR_ALPHABETIC) ||
         u_hasBinaryProperty((UChar32)scalar, UCHAR_JOIN_CONTROL) ||
         (U_GET_GC_MASK((UChar32)scalar) & (U_GC_M_MASK | U_GC_ND_MASK | U_GC_PC_MASK)) != 0;
}

uint32_t cicu_lower(uint32_t scalar) { return (uint32_t)u_tolower((UChar32)scalar); }

uint8_t cicu_combining_class(uint32_t scalar) { return u_getCombiningClass((UChar32)scalar); }

int32_t cicu_decomposition(uint32_t scalar, uint32_t *out, int32_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *normalizer = unorm2_getNFDInstance(&status);
  if (U_FAILURE(status)) { return 0; }
  UChar units[32];
  int32_t length = unorm2_getDecomposition(normalizer, (UChar32)scalar, units, 32, &status);
  if (length <= 0 || U_FAILURE(status)) { return 0; }
  int32_t count = 0;
  for (int32_t i = 0; i < length && count < capacity;) {
    UChar32 next;
    U16_NEXT(units, i, length, next);
    out[count++] = (uint32_t)next;
  }
  return count;
}
