public import BertEncoder
import BertInference
package import Foundation

/// What stored vectors are: recorded with them, so that a search knows how to turn its query into a vector like them.
public struct VectorDescription: Sendable, Equatable, Codable {
  /// The form of the description itself.
  var version = 1
  /// The form of the vectors' file.
  public let format: String
  /// The encoder: a name from the catalogue, a Hub id or a directory.
  public let model: String
  /// Values of a vector.
  public let dimensions: Int
  /// What a value is stored as.
  public let element: VectorElement
  /// Rows, once all are written.
  public var rows: Int?
  /// The number of the first row in the data: 0 but for a shard; nil for a shard whose rows have ids and were not counted.
  public var firstRow: Int?
  /// The poolings in use, in sentence-transformers' words.
  public let pooling: [String]
  /// Whether vectors have length 1.
  public let normalized: Bool
  /// Tokens of a text that were read at the most.
  public let maxLength: Int
  /// What the encoder computed in, where that is bf16; nil elsewhere.
  public var precision: Precision?
  /// What stood before each text.
  public let prompt: String
  /// The column that gave the ids; nil where rows are numbered.
  public let idColumn: String?
  /// The type of the ids.
  public let idKind: RowID.Kind
  /// The columns that travel along.
  public let columns: [String]
  /// Whether the rows' texts are kept beside the vectors; nil where they are not.
  public var texts: Bool?
  /// The data, as messages name it; nil in a table of a server, and in files of before this was written down.
  public var source: String?
  /// What int8 codes are steps of.
  public var ranges: VectorRanges?
  /// A statement that makes a table for the rows, where the form is one that a server reads.
  public var createTable: String?
  /// Statements that make the indexes of that table, once the rows are there.
  public var createIndexes: [String]?
  /// How words are found beside the vectors; nil where they are not.
  public var words: WordSearch?
  /// The index that bulk files name.
  public var index: String?
  /// Bytes of a bulk file at the most, where there are several.
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

  /// One line of JSON, its members in the order of the alphabet: the same description, the same bytes.
  package var json: Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Nothing in it can fail to encode: its floats are finite, its keys are fixed.
    return (try? encoder.encode(self)) ?? Data("{}".utf8)
  }
}
