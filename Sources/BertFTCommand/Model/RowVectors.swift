import BertExport
import BertFT
import BertKernels
import BertStorage
import Foundation

/// Rows with their vectors: texts that were encoded, or a file of vectors with its columns.
struct RowVectors {
  /// [N, D]
  let vectors: Matrix
  /// The output of each row: the members of a JSON object without its braces. [N]
  let members: [String]
  /// What other rows call a row: its id, or else its line. [N]
  let names: [JSONValue]
  /// The texts; nil where the file has none. [N]
  let texts: [String]?

  var count: Int { vectors.rows }

  /// Encodes texts.
  ///
  /// - Parameters:
  ///   - rows: At least one.
  ///   - hasID: Whether the one column that the rows carry is their id.
  init(_ rows: [Example], hasID: Bool, embedder: TextEmbedder, console: Console) throws {
    try Self.requireMemory(rows: rows.count, dimensions: embedder.dimensions)
    vectors = try TextVectors.matrix(of: rows, embedder: embedder, console: console)
    members = rows.map { row in
      var members: [(String, JSONValue)] = [("line", .integer(row.line))]
      if hasID, let id = row.carried.first { members.append(("id", id.json)) }
      members.append(("text", .string(row.text)))
      if let pair = row.pair { members.append(("pair", .string(pair))) }
      return String(JSONValue.object(members).line.dropFirst().dropLast())
    }
    names = rows.map { row in hasID ? row.carried.first?.json ?? .null : .integer(row.line) }
    texts = rows.map(\.text)
  }

  /// Reads a file of vectors.
  ///
  /// - Throws: `ExportError` for a damaged file; `CommandFailure` for columns that are not JSON, or too large a file.
  init(contentsOf url: URL) throws {
    let file = try VectorRows(contentsOf: url)
    try Self.requireMemory(rows: file.count, dimensions: file.dimensions)
    vectors = try file.matrix()
    members = try file.members()
    var names: [JSONValue] = [], texts: [String] = []
    for (row, members) in members.enumerated() {
      let object: JSONValue
      do {
        object = try JSONValue(parsing: Array("{\(members)}".utf8))
      } catch {
        throw CommandFailure(
          .badData, "\(url.relativePath): the columns of row \(row) are not JSON: \(error.reason)",
          remedy: "Write the vectors again with bertft embed.")
      }
      names.append(object["id"] ?? .integer(row))
      if let text = object["text"]?.string { texts.append(text) }
    }
    self.names = names
    self.texts = texts.count == vectors.rows ? texts : nil
  }

  /// Whether an argument names a file of vectors, by its extension.
  static func isVectors(_ argument: String) -> Bool {
    switch EmbeddingFormat(fileExtension: URL(fileURLWithPath: argument).pathExtension) {
    case .npy, .safetensors, .fvecs: true
    default: false
    }
  }

  /// - Parameters:
  ///   - rows: The number of vectors.
  ///   - dimensions: The dimensions of a vector.
  ///   - copies: How many single-precision copies of the vectors a command needs.
  /// - Throws: `CommandFailure` where the copies would take most of the machine's memory.
  static func requireMemory(rows: Int, dimensions: Int, copies: Int = 1) throws(CommandFailure) {
    let (bytes, overflow) = rows.multipliedReportingOverflow(by: dimensions * copies * MemoryLayout<Float>.stride)
    let memory = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    guard overflow || bytes > memory / 4 * 3 else { return }
    throw CommandFailure(
      .unavailable,
      "\(Figures.count(rows, "vector")) of \(Figures.count(dimensions, "dimension")) take more memory than there is "
        + "(\(Figures.bytes(memory)))", remedy: "Give fewer rows, or vectors of fewer dimensions.")
  }
}
