/// The format of a file of rows: a header, bytes for each row, and a trailer.
protocol RowFormat: Sendable {
  /// The bytes before the rows. Their number must not depend on the number of rows, because the header is written again
  /// at the end.
  func header(_ description: VectorDescription) -> [UInt8]

  /// Rows as bytes.
  func encode(_ batch: EmbeddingBatch) -> [UInt8]

  /// The bytes after the rows.
  var trailer: [UInt8] { get }

  /// The size of so many rows between header and trailer, as far as it is known.
  func size(of rows: Int, _ description: VectorDescription) -> RowSize
}

/// The size of rows, by which a file is compared with its journal.
enum RowSize: Equatable {
  case bytes(Int)
  /// A line for each row.
  case lines(Int)
  case unknown

  /// The size of rows of equal size; on overflow a size that no file has.
  static func bytes(_ rows: Int, each size: Int) -> Self {
    let (bytes, isTooLarge) = rows.multipliedReportingOverflow(by: size)
    return .bytes(isTooLarge ? .max : bytes)
  }
}

extension RowFormat {
  var trailer: [UInt8] { [] }
  func size(of rows: Int, _ description: VectorDescription) -> RowSize { .unknown }
}
