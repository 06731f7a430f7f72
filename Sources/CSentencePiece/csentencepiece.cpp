#include "csentencepiece.h"

#if defined(__linux__)
#include <link.h>
#endif

#include <cstdio>
#include <cstring>
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

#if defined(__linux__)
namespace {

/// Whether bytes are three numbers with dots between them.
bool is_version(const char *text, size_t length) {
  int dots = 0;
  bool was_digit = false;
  for (size_t index = 0; index < length; ++index) {
    const bool is_digit = text[index] >= '0' && text[index] <= '9';
    if (!is_digit && (text[index] != '.' || !was_digit)) { return false; }
    dots += is_digit ? 0 : 1;
    was_digit = is_digit;
  }
  return was_digit && dots == 2;
}

struct search {
  ElfW(Addr) address;
  std::string version;
};

/// Looks through the constants of the object that holds an address.
int look(dl_phdr_info *info, size_t, void *context) {
  auto &wanted = *static_cast<search *>(context);
  bool holds = false;
  for (int index = 0; index < info->dlpi_phnum; ++index) {
    const auto &segment = info->dlpi_phdr[index];
    const auto start = info->dlpi_addr + segment.p_vaddr;
    if (segment.p_type == PT_LOAD && wanted.address >= start && wanted.address < start + segment.p_memsz) { holds = true; }
  }
  if (!holds) { return 0; }
  for (int index = 0; index < info->dlpi_phnum; ++index) {
    const auto &segment = info->dlpi_phdr[index];
    if (segment.p_type != PT_LOAD || segment.p_flags != PF_R) { continue; }
    const auto *bytes = reinterpret_cast<const char *>(info->dlpi_addr + segment.p_vaddr);
    for (size_t start = 0, end = 0; end < segment.p_filesz; ++end) {
      if (bytes[end] != 0) { continue; }
      const size_t length = end - start;
      if (length >= 5 && length <= 12 && is_version(bytes + start, length)) {
        const std::string found(bytes + start, length);
        if (!wanted.version.empty() && wanted.version != found) {
          wanted.version.clear();
          return 1;
        }
        wanted.version = found;
      }
      start = end + 1;
    }
  }
  return 1;
}

std::string found_version() {
  // An object begins with the address of its class's table of functions, which the library holds.
  const sentencepiece::SentencePieceProcessor processor;
  search wanted{};
  std::memcpy(&wanted.address, static_cast<const void *>(&processor), sizeof wanted.address);
  dl_iterate_phdr(look, &wanted);
  return wanted.version;
}

}  // namespace

const char *csp_version(void) {
  try {
    static const std::string version = found_version();
    return version.empty() ? nullptr : version.c_str();
  } catch (...) {
    return nullptr;
  }
}
#else
const char *csp_version(void) { return nullptr; }
#endif
