import BertData
import BertStorage

/// The bulk format of Elasticsearch and OpenSearch: two lines a row, the action and the document.
///
/// The action is `{"index":{"_index":…,"_id":…}}` with the row's id, so that a file that is sent again replaces its
/// documents. The document has the text, the columns and the vector:
/// `{"text":…,columns…,"embedding":[…]}`.
struct BulkFormat: RowFormat {
  let index: String
  let columns: [String]

  func header(_ description: VectorDescription) -> [UInt8] { [] }

  func encode(_ batch: EmbeddingBatch) -> [UInt8] { (0..<batch.count).flatMap { encode(row: $0, of: batch) } }

  /// The two lines of a row.
  func encode(row: Int, of batch: EmbeddingBatch) -> [UInt8] {
    let id =
      switch batch.ids[row] {
      case .integer(let number): String(number)
      case .text(let text): text
      }
    let action: JSONValue = ["index": ["_index": .string(index), "_id": .string(id)]]
    let members =
      [(key: Self.text, value: JSONValue.string(batch.texts[row]))]
      + zip(columns, batch.carried[row]).map { (key: $0, value: $1.json) }
    var bytes = Array((action.line + "\n").utf8)
    bytes += JSONValue.object(members).line.utf8.dropLast()
    bytes += ",\"embedding\":[".utf8
    JSONLinesFormat.append(batch.vectors.floats(row: row), to: &bytes)
    bytes += "]}\n".utf8
    return bytes
  }

  /// The member with the text.
  static let text = "text"
  /// Dimensions that a `dense_vector` of Elasticsearch may have.
  static let longestVector = 4096
  /// Bytes that an `_id` may have.
  static let longestID = 512
}

extension BulkFormat {
  /// Checks the name of an index.
  ///
  /// - Throws: `option` for a name that no index may have.
  ///
  /// Source: Elasticsearch's page on creating an index, whose limits OpenSearch shares.
  static func check(index: String) throws(ExportError) {
    let rule: String? =
      if index.isEmpty || index == "." || index == ".." || index.utf8.count > 255 {
        "an index has a name of 1 to 255 bytes"
      } else if index.first.map({ "-_+".contains($0) }) == true {
        "the name of an index begins with no hyphen, underscore or plus sign"
      } else if index != index.lowercased() || index.unicodeScalars.contains(where: isReserved) {
        "the name of an index is in lower case, without white space and without \\ / * ? \" < > | , # :"
      } else {
        nil
      }
    if let rule { throw .option(name: "index", value: index, rule: rule) }
  }

  private static func isReserved(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.value < 0x20 || "\\/*?\"<>|,#:".unicodeScalars.contains(scalar)
  }
}
