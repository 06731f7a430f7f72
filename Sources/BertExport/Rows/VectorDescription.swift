public import BertEncoder
import BertInference
package import Foundation

/// How stored vectors were made. It is recorded with them, so that a search can embed its query in the same way.
public struct VectorDescription: Sendable, Equatable, Codable {
  /// The version of the description's own format.
  var version = 1
  /// The format of the vectors' file.
  public let format: String
  /// The encoder: a name from the catalogue, a Hub id or a directory.
  public let model: String
  /// Values of a vector.
  public let dimensions: Int
  /// What a value is stored as.
  public let element: VectorElement
  /// The number of rows; nil until all are written.
  public var rows: Int?
  /// The number of the first row in the data: 0 except for a shard; nil for a shard whose rows have ids and were not
  /// counted.
  public var firstRow: Int?
  /// The poolings, by their names in sentence-transformers.
  public let pooling: [String]
  /// Whether vectors have length 1.
  public let normalized: Bool
  /// The most tokens of a text; longer texts were truncated.
  public let maxLength: Int
  /// The precision of the encoder, if it is bf16; otherwise nil.
  public var precision: Precision?
  /// The prompt before each text.
  public let prompt: String
  /// The column that gave the ids; nil where rows are numbered.
  public let idColumn: String?
  /// The type of the ids.
  public let idKind: RowID.Kind
  /// The columns that were copied.
  public let columns: [String]
  /// Whether the rows' texts are kept beside the vectors; nil where they are not.
  public var texts: Bool?
  /// The name of the data in messages; nil in a table of a server, and in files of older versions.
  public var source: String?
  /// The ranges that int8 codes divide into steps; nil for other elements.
  public var ranges: VectorRanges?
  /// The statement that creates a table for the rows, for a file that a database server loads.
  public var createTable: String?
  /// The statements that create the indexes of that table after loading.
  public var createIndexes: [String]?
  /// How texts are searched by words; nil where they are not.
  public var words: WordSearch?
  /// The index that bulk files name.
  public var index: String?
  /// The most bytes of a bulk file, where there are several.
  public var splitBytes: Int?

  private enum CodingKeys: String, CodingKey {
    case version, format, model, dimensions, element, rows, pooling, normalized, precision, prompt, columns, ranges
    case words, index, texts, source
    case firstRow = "first_row"
    case maxLength = "max_length"
    case idColumn = "id_column"
    case idKind = "id_type"
    case createTable = "create_table"
    case createIndexes = "create_indexes"
    case splitBytes = "split_bytes"
  }

  /// Describes an embedder's vectors.
  init(
    format: String, model: String, embedder: TextEmbedder, element: VectorElement, columns: ExportColumns
  ) {
    self.format = format
    self.model = model
    dimensions = embedder.dimensions
    self.element = element
    firstRow = 0
    pooling = embedder.pooling.map(\.rawValue)
    normalized = embedder.normalizes
    maxLength = embedder.maxLength
    precision = embedder.precision == .bf16 ? .bf16 : nil
    prompt = embedder.prompt
    idColumn = columns.id
    idKind = columns.writtenKind
    self.columns = columns.carried
  }

  /// One line of JSON with sorted members: equal descriptions have equal bytes.
  package var json: Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Nothing in it can fail to encode: its floats are finite, its keys are fixed.
    return (try? encoder.encode(self)) ?? Data("{}".utf8)
  }
}
