#include "csentencepiece.h"

#include <cstdio>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include <sentencepiece_processor.h>

struct csp_processor {
  sentencepiece::SentencePieceProcessor value;
};

struct csp_pieces {
  struct piece {
    int32_t id;
    size_t begin;
    size_t end;
    std::string text;
  };
  std::vector<piece> values;
};

namespace {

void report(const std::string &reason, char *message, size_t capacity) {
  if (capacity > 0) { std::snprintf(message, capacity, "%s", reason.c_str()); }
}

}  // namespace

const char *csp_version(void) { return CSP_VERSION; }

csp_processor *csp_load(const void *bytes, size_t count, char *message, size_t capacity) {
  try {
    auto processor = std::make_unique<csp_processor>();
    const auto status = processor->value.LoadFromSerializedProto({static_cast<const char *>(bytes), count});
    if (!status.ok()) {
      report(status.ToString(), message, capacity);
      return nullptr;
    }
    return processor.release();
  } catch (const std::exception &error) {
    report(error.what(), message, capacity);
  } catch (...) {
    report("unknown failure", message, capacity);
  }
  return nullptr;
}

void csp_free(csp_processor *processor) { delete processor; }

int32_t csp_size(const csp_processor *processor) { return processor->value.GetPieceSize(); }
int32_t csp_unknown_id(const csp_processor *processor) { return processor->value.unk_id(); }
int32_t csp_begin_id(const csp_processor *processor) { return processor->value.bos_id(); }
int32_t csp_end_id(const csp_processor *processor) { return processor->value.eos_id(); }
int32_t csp_pad_id(const csp_processor *processor) { return processor->value.pad_id(); }

const char *csp_spelling(const csp_processor *processor, int32_t id, size_t *length) {
  const std::string &spelling = processor->value.IdToPiece(id);
  *length = spelling.size();
  return spelling.data();
}

csp_pieces *csp_encode(const csp_processor *processor, const char *text, size_t count) {
  try {
    sentencepiece::ImmutableSentencePieceText encoded;
    const auto status = processor->value.Encode({text, count}, encoded.mutable_proto());
    if (!status.ok()) { return nullptr; }
    auto pieces = std::make_unique<csp_pieces>();
    pieces->values.reserve(encoded.pieces_size());
    for (size_t index = 0; index < static_cast<size_t>(encoded.pieces_size()); ++index) {
      const auto piece = encoded.pieces(static_cast<int>(index));
      pieces->values.push_back({static_cast<int32_t>(piece.id()), piece.begin(), piece.end(), piece.piece()});
    }
    return pieces.release();
  } catch (...) {
    return nullptr;
  }
}

void csp_pieces_free(csp_pieces *pieces) { delete pieces; }
size_t csp_pieces_count(const csp_pieces *pieces) { return pieces->values.size(); }
int32_t csp_piece_id(const csp_pieces *pieces, size_t index) { return pieces->values[index].id; }
size_t csp_piece_begin(const csp_pieces *pieces, size_t index) { return pieces->values[index].begin; }
size_t csp_piece_end(const csp_pieces *pieces, size_t index) { return pieces->values[index].end; }

const char *csp_piece_text(const csp_pieces *pieces, size_t index, size_t *length) {
  *length = pieces->values[index].text.size();
  return pieces->values[index].text.data();
}
