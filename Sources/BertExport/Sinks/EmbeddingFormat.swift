import BertStorage
public import Foundation

/// The forms in which vectors are written.
public enum EmbeddingFormat: String, Sendable, Codable, CaseIterable {
  /// A NumPy array, `[rows, dimensions]`.
  case npy
  /// One tensor, `embeddings`.
  case safetensors
  /// One JSON object a row.
  case jsonl
  /// The form of the TEXMEX benchmarks: for each row its dimensions as int32, then the values as float32.
  case fvecs
  /// What `COPY … WITH (FORMAT binary)` of PostgreSQL reads into a table with a column of pgvector's type.
  case pgvector
  /// A database with a table of sqlite-vec.
  case sqlite

  /// The form that a file's ending names, or nil.
  public init?(fileExtension: String) {
    switch fileExtension.lowercased() {
    case "npy": self = .npy
    case "safetensors": self = .safetensors
    case "jsonl", "ndjson": self = .jsonl
    case "fvecs": self = .fvecs
    case "pgcopy", "pgvector": self = .pgvector
    case "sqlite", "sqlite3", "db": self = .sqlite
    default: return nil
    }
  }

  /// The form of a file by its ending; a NumPy array where it says nothing.
  public static func of(_ url: URL) -> EmbeddingFormat { EmbeddingFormat(fileExtension: url.pathExtension) ?? .npy }

  /// Whether ids and columns have a place in the file itself.
  var holdsColumns: Bool {
    switch self {
    case .npy, .safetensors, .fvecs: false
    case .jsonl, .pgvector, .sqlite: true
    }
  }

  /// Whether what is written never has to be written anew.
  var isWrittenForwards: Bool {
    switch self {
    case .jsonl, .fvecs, .pgvector: true
    case .npy, .safetensors, .sqlite: false
    }
  }

  /// Whether the ids are the key of a table.
  var needsDistinctIDs: Bool { self == .pgvector || self == .sqlite }

  /// Whether the file itself says what it is, so that no description lies beside it.
  var describesItself: Bool { self == .safetensors || self == .sqlite }

  /// - Throws: `option` or `bitsIncomplete` if vectors cannot be stored so.
  package func check(_ element: VectorElement, dimensions: Int) throws(ExportError) {
    switch (self, element) {
    case (.fvecs, .int8), (.fvecs, .binary):
      throw .option(name: "quantize", value: element.rawValue, rule: "fvecs holds only float32; use npy")
    case (.pgvector, .float32) where dimensions > PGCopyFormat.longestVector:
      throw .option(
        name: "dimensions", value: "\(dimensions)",
        rule: "pgvector stores \(PGCopyFormat.longestVector) dimensions at most")
    case (.pgvector, .int8):
      throw .option(name: "quantize", value: element.rawValue, rule: "pgvector has no such type; use binary")
    case (_, .binary) where !dimensions.isMultiple(of: 8):
      throw .bitsIncomplete(dimensions: dimensions)
    default: break
    }
  }
}
