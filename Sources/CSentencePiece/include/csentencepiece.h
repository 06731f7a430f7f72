// libsentencepiece has only a C++ interface; these functions give Swift what BertText needs of it.
// No function throws, and none writes to a processor after it was loaded, so threads may share one.

#ifndef BERTFT_CSENTENCEPIECE_H
#define BERTFT_CSENTENCEPIECE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct csp_processor csp_processor;
typedef struct csp_pieces csp_pieces;

/// Loads a serialized model. Returns NULL on failure, with a reason in `message` (cut to `capacity`, NUL-terminated).
csp_processor *csp_load(const void *bytes, size_t count, char *message, size_t capacity);
void csp_free(csp_processor *processor);

/// The number of pieces.
int32_t csp_size(const csp_processor *processor);
/// Ids of special pieces, -1 where the model has none.
int32_t csp_unknown_id(const csp_processor *processor);
int32_t csp_begin_id(const csp_processor *processor);
int32_t csp_end_id(const csp_processor *processor);
int32_t csp_pad_id(const csp_processor *processor);
/// The spelling of a piece, whose id must be in 0..<size; its bytes live as long as the processor.
const char *csp_spelling(const csp_processor *processor, int32_t id, size_t *length);

/// Encodes UTF-8 text. Returns NULL on failure.
csp_pieces *csp_encode(const csp_processor *processor, const char *text, size_t count);
void csp_pieces_free(csp_pieces *pieces);
size_t csp_pieces_count(const csp_pieces *pieces);
int32_t csp_piece_id(const csp_pieces *pieces, size_t index);
/// Byte offsets into the text.
size_t csp_piece_begin(const csp_pieces *pieces, size_t index);
size_t csp_piece_end(const csp_pieces *pieces, size_t index);
/// The piece as it was matched, which for an unknown one is the text itself; lives as long as `pieces`.
const char *csp_piece_text(const csp_pieces *pieces, size_t index, size_t *length);

/// The version of the library that runs, or NULL where it cannot be told: it has no function that says it, so the
/// numbers that its constants hold are looked through, and count where they are of one kind.
const char *csp_version(void);

#ifdef __cplusplus
}
#endif

#endif
