import BertExport
import BertFT
import BertKernels
import BertStorage
import Foundation

/// Rows with their vectors: texts that were encoded, or a file of vectors with what travels along.
struct RowVectors {
  /// [N, D]
  let vectors: Matrix
  /// What is written of each row: the members of a JSON object without its braces. [N]
  let members: [String]
  /// How a row is referred to: by its id, or else by its line. [N]
  let names: [JSONValue]
  /// The texts; nil where the file has none. [N]
  let texts: [String]?

  var count: Int { vectors.rows }

  /// Encodes texts.
  ///
  /// - Parameters:
  ///   - rows: At least one.
  ///   - hasID: Whether the column that travels along is the rows' id.
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
          .badData, "\(url.relativePath): what travels along with row \(row) is not JSON: \(error.reason)",
          remedy: "Write the vectors again with bertft embed.")
      }
      names.append(object["id"] ?? .integer(row))
      if let text = object["text"]?.string { texts.append(text) }
    }
    self.names = names
    self.texts = texts.count == vectors.rows ? texts : nil
  }

  /// Whether what a person names is a file of vectors, by its ending.
  static func isVectors(_ argument: String) -> Bool {
    switch EmbeddingFormat(fileExtension: URL(fileURLWithPath: argument).pathExtension) {
    case .npy, .safetensors, .fvecs: true
    default: false
    }
  }

  /// - Parameter copies: As how many matrices of the vectors in single precision a command needs memory.
  /// - Throws: `CommandFailure` where these alone would take most of the machine's memory.
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
