import BertStorage
public import Foundation

/// The formats in which vectors are written.
public enum EmbeddingFormat: String, Sendable, Codable, CaseIterable {
  /// A NumPy array, `[rows, dimensions]`.
  case npy
  /// One tensor, `embeddings`.
  case safetensors
  /// One JSON object a row.
  case jsonl
  /// The format of the TEXMEX benchmarks: for each row its dimensions as int32, then the values as float32.
  case fvecs
  /// What `COPY … WITH (FORMAT binary)` of PostgreSQL reads into a table with a column of pgvector's type.
  case pgvector
  /// A database with a table of sqlite-vec.
  case sqlite
  /// What `_bulk` of Elasticsearch and OpenSearch reads, two lines a row.
  case bulk

  /// The format that a file's extension names, or nil.
  public init?(fileExtension: String) {
    switch fileExtension.lowercased() {
    case "npy": self = .npy
    case "safetensors": self = .safetensors
    case "jsonl", "ndjson": self = .jsonl
    case "fvecs": self = .fvecs
    case "pgcopy", "pgvector": self = .pgvector
    case "sqlite", "sqlite3", "db": self = .sqlite
    case "bulk": self = .bulk
    default: return nil
    }
  }

  /// The format of a file by its extension; a NumPy array where it has none.
  ///
  /// - Throws: `endingUnknown` for an extension that names no format.
  public static func of(_ url: URL) throws(ExportError) -> EmbeddingFormat {
    if let format = EmbeddingFormat(fileExtension: url.pathExtension) { return format }
    guard url.pathExtension.isEmpty else { throw .endingUnknown(path: url.relativePath) }
    return .npy
  }

  /// Whether the file itself holds ids and columns.
  public var holdsColumns: Bool {
    switch self {
    case .npy, .safetensors, .fvecs: false
    case .jsonl, .pgvector, .sqlite, .bulk: true
    }
  }

  /// Whether bytes are only appended, and no other file is needed.
  var isWrittenForwards: Bool {
    switch self {
    case .jsonl, .fvecs, .pgvector: true
    case .npy, .safetensors, .sqlite, .bulk: false
    }
  }

  /// Whether the ids are the key of a table or an index, where a second row with an id would replace the first.
  var needsDistinctIDs: Bool { self == .pgvector || self == .sqlite || self == .bulk }

  /// Whether the file itself contains the description, so that none is written beside it.
  var describesItself: Bool { self == .safetensors || self == .sqlite }

  /// Checks whether the format stores vectors of a type and a length.
  ///
  /// - Throws: `option` or `bitsIncomplete` if it does not.
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
    case (.bulk, .int8), (.bulk, .binary):
      throw .option(
        name: "quantize", value: element.rawValue,
        rule: "bulk holds only float32; the engine quantizes by its mapping")
    case (.bulk, .float32) where dimensions > BulkFormat.longestVector:
      throw .option(
        name: "dimensions", value: "\(dimensions)",
        rule: "Elasticsearch indexes \(BulkFormat.longestVector) dimensions at most")
    case (.sqlite, _) where dimensions > Vec0Layout.longestVector:
      throw .option(
        name: "dimensions", value: "\(dimensions)",
        rule: "sqlite-vec stores \(Vec0Layout.longestVector) dimensions at most")
    case (_, .binary) where !dimensions.isMultiple(of: 8):
      throw .bitsIncomplete(dimensions: dimensions)
    default: break
    }
  }
}
