// C functions for the parts of libsentencepiece, which has only a C++ interface, that BertText needs.
// No function throws, and none changes a processor after it was loaded, so that threads may share one.

#ifndef BERTFT_CSENTENCEPIECE_H
#define BERTFT_CSENTENCEPIECE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct csp_processor csp_processor;
typedef struct csp_pieces csp_pieces;

/// The version of libsentencepiece that this was built with; "unknown" where the build could not find it.
const char *csp_version(void);

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
/// The spelling of a piece, which for an unknown one is its text; the bytes live as long as `pieces`.
const char *csp_piece_text(const csp_pieces *pieces, size_t index, size_t *length);

#ifdef __cplusplus
}
#endif

#endif
