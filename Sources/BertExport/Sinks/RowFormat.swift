/// The form of a file of rows: bytes for each row, something before and something behind.
protocol RowFormat: Sendable {
  /// What stands before the rows. Its length must not depend on their number, for it is written anew at the end.
  func header(_ description: VectorDescription) -> [UInt8]

  /// Rows as bytes.
  func encode(_ batch: EmbeddingBatch) -> [UInt8]

  /// What stands behind the rows.
  var trailer: [UInt8] { get }
}

extension RowFormat {
  var trailer: [UInt8] { [] }
}
