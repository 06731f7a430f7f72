#include "cicu.h"

#include <stdint.h>
#include <stdlib.h>

// Its C interface is the same in both.
#ifdef CICU_OF_FOUNDATION
#include <_foundation_unicode/uchar.h>
#include <_foundation_unicode/ucnv.h>
#include <_foundation_unicode/unorm2.h>
#include <_foundation_unicode/uregex.h>
#include <_foundation_unicode/uscript.h>
#include <_foundation_unicode/utext.h>
#include <_foundation_unicode/utf16.h>
#include <_foundation_unicode/uversion.h>
#else
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/unorm2.h>
#include <unicode/uregex.h>
#include <unicode/uscript.h>
#include <unicode/utext.h>
#include <unicode/utf16.h>
#include <unicode/uversion.h>
#endif

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

_Static_assert((int)CICU_SCRIPT_COMMON == (int)USCRIPT_COMMON, "script numbers");
_Static_assert((int)CICU_SCRIPT_DEVANAGARI == (int)USCRIPT_DEVANAGARI, "script numbers");
_Static_assert((int)CICU_SCRIPT_HAN == (int)USCRIPT_HAN, "script numbers");
_Static_assert((int)CICU_SCRIPT_HIRAGANA == (int)USCRIPT_HIRAGANA, "script numbers");
_Static_assert((int)CICU_SCRIPT_KATAKANA == (int)USCRIPT_KATAKANA, "script numbers");
_Static_assert((int)CICU_SCRIPT_UNKNOWN == (int)USCRIPT_UNKNOWN, "script numbers");

_Static_assert((int)CICU_UPPERCASE_LETTER == (int)U_UPPERCASE_LETTER, "category numbers");
_Static_assert((int)CICU_OTHER_LETTER == (int)U_OTHER_LETTER, "category numbers");
_Static_assert((int)CICU_ENCLOSING_MARK == (int)U_ENCLOSING_MARK, "category numbers");
_Static_assert((int)CICU_COMBINING_SPACING_MARK == (int)U_COMBINING_SPACING_MARK, "category numbers");
_Static_assert((int)CICU_DECIMAL_NUMBER == (int)U_DECIMAL_DIGIT_NUMBER, "category numbers");
_Static_assert((int)CICU_LETTER_NUMBER == (int)U_LETTER_NUMBER, "category numbers");
_Static_assert((int)CICU_OTHER_NUMBER == (int)U_OTHER_NUMBER, "category numbers");
_Static_assert((int)CICU_BREAK_EXTEND == (int)U_GCB_EXTEND, "break numbers");
_Static_assert((int)CICU_BREAK_SPACING_MARK == (int)U_GCB_SPACING_MARK, "break numbers");
_Static_assert((int)CICU_BREAK_REGIONAL_INDICATOR == (int)U_GCB_REGIONAL_INDICATOR, "break numbers");
_Static_assert((int)CICU_BREAK_ZWJ == (int)U_GCB_ZWJ, "break numbers");

int8_t cicu_category(uint32_t scalar) { return u_charType((UChar32)scalar); }

int32_t cicu_version(void) {
  UVersionInfo version;
  u_getVersion(version);
  return (int32_t)version[0] * 256 + (int32_t)version[1];
}

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

static int32_t decomposition(const UNormalizer2 *normalizer, uint32_t scalar, uint32_t *out, int32_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
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

int32_t cicu_decomposition(uint32_t scalar, uint32_t *out, int32_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *normalizer = unorm2_getNFDInstance(&status);
  return U_FAILURE(status) ? 0 : decomposition(normalizer, scalar, out, capacity);
}

int32_t cicu_compatibility_decomposition(uint32_t scalar, uint32_t *out, int32_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *normalizer = unorm2_getNFKDInstance(&status);
  return U_FAILURE(status) ? 0 : decomposition(normalizer, scalar, out, capacity);
}

uint32_t cicu_composition(uint32_t first, uint32_t second) {
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *normalizer = unorm2_getNFCInstance(&status);
  if (U_FAILURE(status)) { return 0; }
  UChar32 composed = unorm2_composePair(normalizer, (UChar32)first, (UChar32)second);
  return composed > 0 ? (uint32_t)composed : 0;
}

int32_t cicu_grapheme_break(uint32_t scalar) {
  return u_getIntPropertyValue((UChar32)scalar, UCHAR_GRAPHEME_CLUSTER_BREAK);
}

int cicu_is_pictographic(uint32_t scalar) {
  return u_hasBinaryProperty((UChar32)scalar, UCHAR_EXTENDED_PICTOGRAPHIC);
}

int32_t cicu_script(uint32_t scalar) {
  return u_getIntPropertyValue((UChar32)scalar, UCHAR_SCRIPT);
}

struct cicu_regex {
  URegularExpression *expression;
  UText *text;
  // How many more times the engine, which calls `is_patient` after each 10,000 steps, may continue the search.
  int64_t patience;
};

// Patterns come from files, and one that backtracks without end must not block the program. The limit counts steps, not
// seconds, so that a text gets the same tokens on every machine.
static UBool is_patient(const void *context, int32_t steps) {
  (void)steps;
  return --((cicu_regex *)(uintptr_t)context)->patience > 0;
}

static cicu_regex *wrap(URegularExpression *expression) {
  cicu_regex *regex = expression ? calloc(1, sizeof(cicu_regex)) : NULL;
  if (regex == NULL) {
    if (expression) { uregex_close(expression); }
    return NULL;
  }
  regex->expression = expression;
  UErrorCode status = U_ZERO_ERROR;
  uregex_setMatchCallback(expression, is_patient, regex, &status);
  return regex;
}

cicu_regex *cicu_regex_open(const char *pattern, int64_t length, int32_t *position) {
  UErrorCode status = U_ZERO_ERROR;
  UParseError error = {0, 0, {0}, {0}};
  UText *text = utext_openUTF8(NULL, pattern, length, &status);
  if (U_FAILURE(status)) { return NULL; }
  URegularExpression *expression = uregex_openUText(text, 0, &error, &status);
  utext_close(text);
  if (U_FAILURE(status)) {
    *position = error.offset;
    if (expression) { uregex_close(expression); }
    return NULL;
  }
  return wrap(expression);
}

cicu_regex *cicu_regex_clone(const cicu_regex *regex) {
  UErrorCode status = U_ZERO_ERROR;
  URegularExpression *expression = uregex_clone(regex->expression, &status);
  return U_FAILURE(status) ? NULL : wrap(expression);
}

void cicu_regex_close(cicu_regex *regex) {
  if (regex == NULL) { return; }
  uregex_close(regex->expression);
  if (regex->text) { utext_close(regex->text); }
  free(regex);
}

int cicu_regex_begin(cicu_regex *regex, const char *text, int64_t length) {
  UErrorCode status = U_ZERO_ERROR;
  // Ordinary patterns take a few steps for each byte; the steps of short attempts are not counted at all.
  regex->patience = 200 + length / 256;
  regex->text = utext_openUTF8(regex->text, text, length, &status);
  if (U_FAILURE(status)) { return 0; }
  uregex_setUText(regex->expression, regex->text, &status);
  return U_SUCCESS(status);
}

int cicu_regex_next(cicu_regex *regex, int64_t *start, int64_t *end) {
  UErrorCode status = U_ZERO_ERROR;
  UBool found = uregex_findNext(regex->expression, &status);
  if (U_FAILURE(status)) { return -1; }
  if (!found) { return 0; }
  *start = uregex_start64(regex->expression, 0, &status);
  *end = uregex_end64(regex->expression, 0, &status);
  return U_SUCCESS(status) ? 1 : -1;
}

struct cicu_decoder {
  UConverter *from, *to;
  // UTF-16 between the two converters.
  UChar pivot[1024];
  UChar *pivotSource, *pivotTarget;
};

cicu_decoder *cicu_decoder_open(const char *name) {
  // ICU takes an empty name to mean the system's encoding.
  if (name[0] == 0) { return NULL; }
  UErrorCode status = U_ZERO_ERROR;
  cicu_decoder *decoder = malloc(sizeof *decoder);
  if (decoder == NULL) { return NULL; }
  decoder->from = ucnv_open(name, &status);
  decoder->to = ucnv_open("UTF-8", &status);
  decoder->pivotSource = decoder->pivotTarget = decoder->pivot;
  // Without this an invalid byte would silently become U+FFFD.
  if (U_SUCCESS(status)) {
    ucnv_setToUCallBack(decoder->from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
  }
  if (U_FAILURE(status)) {
    cicu_decoder_close(decoder);
    return NULL;
  }
  return decoder;
}

void cicu_decoder_close(cicu_decoder *decoder) {
  if (decoder == NULL) { return; }
  if (decoder->from) { ucnv_close(decoder->from); }
  if (decoder->to) { ucnv_close(decoder->to); }
  free(decoder);
}

int cicu_decoder_convert(
  cicu_decoder *decoder, const uint8_t *bytes, long count, long *taken, uint8_t *output, long capacity, long *given,
  int flush) {
  UErrorCode status = U_ZERO_ERROR;
  const char *source = (const char *)bytes;
  char *target = (char *)output;
  ucnv_convertEx(
    decoder->to, decoder->from, &target, target + capacity, &source, source + count, decoder->pivot,
    &decoder->pivotSource, &decoder->pivotTarget, decoder->pivot + 1024, 0, (UBool)flush, &status);
  *taken = source - (const char *)bytes;
  *given = target - (char *)output;
  return U_SUCCESS(status) || status == U_BUFFER_OVERFLOW_ERROR;
}
