/// The form of a file of rows: bytes for each row, something before and something behind.
protocol RowFormat: Sendable {
  /// What stands before the rows. Its length must not depend on their number, for it is written anew at the end.
  func header(_ description: VectorDescription) -> [UInt8]

  /// Rows as bytes.
  func encode(_ batch: EmbeddingBatch) -> [UInt8]

  /// What stands behind the rows.
  var trailer: [UInt8] { get }

  /// How many bytes a file with these rows has between header and trailer, as far as that can be told.
  func size(of rows: Int, _ description: VectorDescription) -> RowSize
}

/// What tells whether a file holds as many rows as its journal says.
enum RowSize: Equatable {
  case bytes(Int)
  /// A line for each row.
  case lines(Int)
  case unknown

  /// Every row having as many bytes; a number that none has where there are too many.
  static func bytes(_ rows: Int, each size: Int) -> Self {
    let (bytes, isTooLarge) = rows.multipliedReportingOverflow(by: size)
    return .bytes(isTooLarge ? .max : bytes)
  }
}

extension RowFormat {
  var trailer: [UInt8] { [] }
  func size(of rows: Int, _ description: VectorDescription) -> RowSize { .unknown }
}
