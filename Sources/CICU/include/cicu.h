// The few functions of ICU that BertText needs, under fixed names: ICU's own are macros with versioned names (u_charType
// is really u_charType_72), which Swift cannot see. ICU's headers stay out of this one; see SystemICU.

#ifndef BERTFT_CICU_H
#define BERTFT_CICU_H

#include <stdint.h>

/// General categories as ICU numbers them (UCharCategory).
enum {
  CICU_NON_SPACING_MARK = 6,
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

#endif
