/// How a checkpoint's embedding rows follow from a model's ids.
enum SentencePieceRows: Sendable {
  /// They are the same.
  case own
  /// fairseq's: `<s>` 0, `<pad>` 1, `</s>` 2, `<unk>` 3, then the model's pieces from its fourth on, and `<mask>`.
  case fairseq

  private static let special = ["<s>", "<pad>", "</s>", "<unk>"]

  /// The row of a piece.
  func row(of piece: Int32) -> Int32 {
    guard self == .fairseq else { return piece }
    return switch piece {
    case 0: 3
    case 1: 0
    case 2: 2
    default: piece + 1
    }
  }

  /// The piece of a row.
  func piece(of row: Int32) -> Int32 { self == .fairseq ? row - 1 : row }

  /// The spelling of a row that is no piece of the model's.
  func specialSpelling(of row: Int32, modelSize: Int32) -> String? {
    guard self == .fairseq else { return nil }
    if row >= 0, row < Self.special.count { return Self.special[Int(row)] }
    return row == modelSize + 1 ? "<mask>" : nil
  }

  /// How many rows there are.
  func count(modelSize: Int) -> Int { self == .fairseq ? modelSize + 2 : modelSize }
}
