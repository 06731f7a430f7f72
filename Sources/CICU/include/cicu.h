// The few functions of ICU that BertText and BertData need, under fixed names: ICU's own are macros for versioned names
// (u_charType is really u_charType_72), which Swift does not import. This header does not include ICU's; see SystemICU.

#ifndef BERTFT_CICU_H
#define BERTFT_CICU_H

#include <stdint.h>

/// General categories as ICU numbers them (UCharCategory).
enum {
  CICU_UPPERCASE_LETTER = 1,
  CICU_OTHER_LETTER = 5,
  CICU_NON_SPACING_MARK = 6,
  CICU_ENCLOSING_MARK = 7,
  CICU_COMBINING_SPACING_MARK = 8,
  CICU_DECIMAL_NUMBER = 9,
  CICU_LETTER_NUMBER = 10,
  CICU_OTHER_NUMBER = 11,
  CICU_CONTROL = 15,
  CICU_FORMAT = 16,
  CICU_PRIVATE_USE = 17,
  CICU_DASH_PUNCTUATION = 19,
  CICU_START_PUNCTUATION = 20,
  CICU_END_PUNCTUATION = 21,
  CICU_CONNECTOR_PUNCTUATION = 22,
  CICU_OTHER_PUNCTUATION = 23,
  CICU_INITIAL_PUNCTUATION = 28,
  CICU_FINAL_PUNCTUATION = 29
};

/// The version of ICU at run time, major * 256 + minor.
int32_t cicu_version(void);

/// The scalar's general category, a UCharCategory.
int8_t cicu_category(uint32_t scalar);

/// The Unicode version that assigned the scalar, major * 256 + minor; 0 for an unassigned one.
int32_t cicu_age(uint32_t scalar);

/// Unicode's White_Space property.
int cicu_is_white_space(uint32_t scalar);

/// UTS #18's word characters: alphabetic, marks, decimal digits, connectors and the two joiners.
int cicu_is_word(uint32_t scalar);

/// The simple (one scalar to one scalar) lower-case mapping.
uint32_t cicu_lower(uint32_t scalar);

/// The canonical combining class.
uint8_t cicu_combining_class(uint32_t scalar);

/// Writes the full canonical decomposition to `out` (room for `capacity` scalars).
/// Returns the number of scalars, or 0 where there is no decomposition.
int32_t cicu_decomposition(uint32_t scalar, uint32_t *out, int32_t capacity);

/// The same for the compatibility decomposition.
int32_t cicu_compatibility_decomposition(uint32_t scalar, uint32_t *out, int32_t capacity);

/// The canonical composition of two scalars; 0 where there is none.
uint32_t cicu_composition(uint32_t first, uint32_t second);

/// Values of the property Grapheme_Cluster_Break, as ICU numbers them (UGraphemeClusterBreak).
enum {
  CICU_BREAK_OTHER = 0,
  CICU_BREAK_CONTROL = 1,
  CICU_BREAK_CR = 2,
  CICU_BREAK_EXTEND = 3,
  CICU_BREAK_L = 4,
  CICU_BREAK_LF = 5,
  CICU_BREAK_LV = 6,
  CICU_BREAK_LVT = 7,
  CICU_BREAK_T = 8,
  CICU_BREAK_V = 9,
  CICU_BREAK_SPACING_MARK = 10,
  CICU_BREAK_PREPEND = 11,
  CICU_BREAK_REGIONAL_INDICATOR = 12,
  CICU_BREAK_ZWJ = 17
};

/// The scalar's Grapheme_Cluster_Break.
int32_t cicu_grapheme_break(uint32_t scalar);

/// The property Extended_Pictographic.
int cicu_is_pictographic(uint32_t scalar);

/// Values of the property Script, as ICU numbers them (UScriptCode).
enum {
  CICU_SCRIPT_COMMON = 0,
  CICU_SCRIPT_DEVANAGARI = 10,
  CICU_SCRIPT_HAN = 17,
  CICU_SCRIPT_HIRAGANA = 20,
  CICU_SCRIPT_KATAKANA = 22,
  CICU_SCRIPT_UNKNOWN = 103
};

/// The scalar's script.
int32_t cicu_script(uint32_t scalar);

/// A compiled regular expression, to be used by one thread at a time.
typedef struct cicu_regex cicu_regex;

/// Compiles a pattern in UTF-8. Returns NULL for an invalid pattern, and sets `*position` to the offending character.
cicu_regex *cicu_regex_open(const char *pattern, int64_t length, int32_t *position);

/// Another instance of the same expression, for another thread; NULL on failure.
cicu_regex *cicu_regex_clone(const cicu_regex *regex);

void cicu_regex_close(cicu_regex *regex);

/// Starts a search in a UTF-8 text, which must exist until the search ends. Returns 0 on failure.
int cicu_regex_begin(cicu_regex *regex, const char *text, int64_t length);

/// Finds the next match and sets its range of bytes. Returns 1 for a match, 0 where there is none, -1 where the search
/// was abandoned because it took too many steps (some millions, and some tens for each byte of the text) or too much
/// memory.
int cicu_regex_next(cicu_regex *regex, int64_t *start, int64_t *end);

/// A converter of a stream from an encoding to UTF-8, to be used by one thread at a time.
typedef struct cicu_decoder cicu_decoder;

/// Opens a converter. Returns NULL for an encoding that ICU does not know.
cicu_decoder *cicu_decoder_open(const char *name);

void cicu_decoder_close(cicu_decoder *decoder);

/// Converts `count` bytes and writes at most `capacity` ones; `flush` says that no more bytes follow. Sets `*taken` to
/// the number of bytes read and `*given` to the number written. Returns 0 at a byte that is not valid in the encoding.
int cicu_decoder_convert(
  cicu_decoder *decoder, const uint8_t *bytes, long count, long *taken, uint8_t *output, long capacity, long *given,
  int flush);

#endif
