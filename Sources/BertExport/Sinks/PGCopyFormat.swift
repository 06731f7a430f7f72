import BertData

/// PostgreSQL's binary COPY: signature, flags, rows of length-prefixed fields, a trailer of -1, all big-endian.
///
/// Fields are the id (`bigint` or `text`), the columns (`text`), with a word search the text, and the vector:
/// pgvector's `vector` (int16 dimensions, int16 zero, float4s), or `bit` (int32 bits, then the bytes, the first value
/// in the highest bit).
///
/// Sources: the manual's page on COPY; `vector_recv` of pgvector; `bit_recv` of PostgreSQL.
struct PGCopyFormat: RowFormat {
  /// Whether there is a field with the text before the vector.
  let writesTexts: Bool

  static let signature: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00]

  func header(_ description: VectorDescription) -> [UInt8] { Self.signature + [UInt8](repeating: 0, count: 8) }

  var trailer: [UInt8] { [0xFF, 0xFF] }

  func encode(_ batch: EmbeddingBatch) -> [UInt8] {
    let vectors = batch.vectors
    var bytes: [UInt8] = []
    bytes.reserveCapacity(vectors.bytes.count + batch.count * 64)
    for row in 0..<batch.count {
      let carried = batch.carried[row]
      Self.append(Int16(carried.count + (writesTexts ? 3 : 2)), to: &bytes)
      switch batch.ids[row] {
      case .integer(let number):
        Self.append(Int32(8), to: &bytes)
        Self.append(number, to: &bytes)
      case .text(let text): Self.append(text: text, to: &bytes)
      }
      for value in carried {
        switch value {
        case .null: Self.append(Int32(-1), to: &bytes)
        case .text(let text), .json(let text): Self.append(text: text, to: &bytes)
        }
      }
      if writesTexts { Self.append(text: batch.texts[row], to: &bytes) }
      Self.append(Int32(4 + vectors.bytesPerRow), to: &bytes)
      if vectors.element == .binary {
        Self.append(Int32(vectors.dimensions), to: &bytes)
        bytes += vectors[row]
      } else {
        Self.append(Int16(vectors.dimensions), to: &bytes)
        Self.append(Int16(0), to: &bytes)
        for value in vectors.floats(row: row) { Self.append(value.bitPattern, to: &bytes) }
      }
    }
    return bytes
  }

  private static func append(text: String, to bytes: inout [UInt8]) {
    append(Int32(text.utf8.count), to: &bytes)
    bytes += text.utf8
  }

  private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: value.bigEndian) { bytes += $0 }
  }
}

extension PGCopyFormat {
  /// The longest vector that pgvector stores (`VECTOR_MAX_DIM`).
  static let longestVector = 16_000

  /// The statement that creates a table for the rows.
  ///
  /// - Parameters:
  ///   - table: The table's name, as SQL writes it.
  ///   - description: The rows.
  static func createTable(_ table: String, _ description: VectorDescription) -> String {
    // COPY does not fill a generated column.
    let words = description.words.map {
      ", words tsvector GENERATED ALWAYS AS (to_tsvector(\(literal($0.configuration)), text)) STORED"
    }
    return "CREATE TABLE IF NOT EXISTS \(table) (\(columns(description))\(words ?? ""), PRIMARY KEY (id))"
  }

  /// The columns' names and types.
  static func columns(_ description: VectorDescription) -> String {
    let carried = description.columns.map { identifier($0) + " text" }
    let type = description.element == .binary ? "bit" : "vector"
    return
      (["id \(description.idKind == .integer ? "bigint" : "text")"] + carried
      + (description.words == nil ? [] : ["text text NOT NULL"])
      + ["embedding \(type)(\(description.dimensions))"]).joined(separator: ", ")
  }

  /// A text as SQL writes it.
  static func literal(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  /// A name as SQL writes it.
  static func identifier(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
