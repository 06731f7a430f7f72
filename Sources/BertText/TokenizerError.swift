public import BertStorage

/// What can be wrong with a tokenizer's files, one case for each violated rule.
public enum TokenizerError: Error, Equatable, Sendable {
  /// The directory holds neither `tokenizer.json` nor files that can replace it.
  case noTokenizerFiles(directory: String)
  /// A file could not be read.
  case unreadable(file: String, reason: String)
  /// A file is not UTF-8; `offset` is the first offending byte.
  case invalidUTF8(file: String, offset: Int)
  /// A file has content of another kind: a Git LFS pointer, a web page, an archive, or nothing.
  case foreignFile(file: String, ForeignFile)
  /// A JSON file ends too early, after `length` bytes.
  case truncatedJSON(file: String, length: Int)
  /// A JSON file holds `NaN` or `Infinity`, which Python writes but JSON does not allow.
  case nonFiniteNumber(file: String, line: Int, offset: Int, literal: String)
  /// A file is not JSON; `offset` is the byte at which reading stopped.
  case invalidJSON(file: String, offset: Int, reason: String)
  /// A field is missing, or has a value that cannot be used.
  case invalidField(file: String, field: String, reason: String)
  /// A normalizer, pre-tokenizer, model or post-processor that this tokenizer does not know.
  case unsupportedComponent(file: String, section: String, type: String)
  /// The vocabulary has no entries.
  case emptyVocabulary(file: String)
  /// An id is negative or beyond what a vocabulary can hold.
  case idOutOfRange(file: String, token: String, id: Int)
  /// A token that the tokenizer requires is not in the vocabulary.
  case missingSpecialToken(file: String, role: String, token: String)
  /// The vocabulary's tokens are so long and so similar that the matching table would be too large.
  case vocabularyTooComplex(file: String)
  /// A SentencePiece model that cannot be read; `reason` may be libsentencepiece's.
  case invalidModel(file: String, reason: String)
  /// The vocabulary file that a tokenizer class needs is missing; `wanted` is its name.
  case noVocabulary(directory: String, name: String, wanted: String)
  /// A tokenizer class that this package does not implement; `reason` is the place that names it.
  case unsupportedClass(directory: String, name: String, reason: String, remedy: String)
  /// Two statements of the files contradict each other.
  case contradiction(file: String, first: String, second: String, remedy: String)
}

extension TokenizerError: CustomStringConvertible {
  /// One line: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .noTokenizerFiles(let directory):
      "\(directory): no tokenizer.json, vocab.txt, vocab.json with merges.txt or SentencePiece model; copy the tokenizer's files from the model's origin"
    case .unreadable(let file, let reason):
      "\(file): cannot be read: \(reason)"
    case .invalidUTF8(let file, let offset):
      "\(file): not UTF-8 at byte \(offset)"
    case .foreignFile(let file, let kind):
      "\(file): this is \(kind.name); \(kind.remedy)"
    case .truncatedJSON(let file, let length):
      "\(file): the JSON ends after \(Counted(length, "byte")), so the file is incomplete; fetch it again"
    case .nonFiniteNumber(let file, let line, let offset, let literal):
      "\(file): line \(line) (byte \(offset)): \(literal) is not JSON; put a number or null in its place"
    case .invalidJSON(let file, let offset, let reason):
      "\(file): not valid JSON at byte \(offset): \(reason)"
    case .invalidField(let file, let field, let reason):
      "\(file): \(field): \(reason)"
    case .unsupportedComponent(let file, let section, let type):
      "\(file): \(section) of type \"\(type)\" is not supported"
    case .emptyVocabulary(let file):
      "\(file): the vocabulary is empty"
    case .idOutOfRange(let file, let token, let id):
      "\(file): id \(id) of \"\(token)\" is out of range"
    case .missingSpecialToken(let file, let role, let token):
      "\(file): the \(role) token \"\(token)\" is not in the vocabulary"
    case .vocabularyTooComplex(let file):
      "\(file): the vocabulary's tokens are too long and too alike to be matched"
    case .invalidModel(let file, let reason):
      "\(file): not a SentencePiece model: \(reason)"
    case .noVocabulary(let directory, let name, let wanted):
      "\(directory): \(name) needs \(wanted == "tokenizer.json" ? wanted : "tokenizer.json or \(wanted)"), which is missing; copy the tokenizer's files from the model's origin"
    case .unsupportedClass(let directory, let name, let reason, let remedy):
      "\(directory): the tokenizer class \(name) (\(reason)) is not supported: \(remedy)"
    case .contradiction(let file, let first, let second, let remedy):
      "\(file): \(first), but \(second): \(remedy)"
    }
  }
}
