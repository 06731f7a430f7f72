/// The order of texts and special tokens, for one text or for a pair.
struct TextLayout: Sendable, Equatable {
  typealias Piece = SpecialTokensTemplate.Piece

  /// The texts and the special tokens, or why the post-processors fail.
  var framed: Result<[Piece], EncodingFault>
  /// The texts alone, for encodings without special tokens. Post-processors in a sequence may then give them other
  /// types or another order.
  var bare: Result<[Piece], EncodingFault>
  /// The number of special tokens that truncation leaves room for. Post-processors in a sequence may add more.
  var room: Int

  /// The layout of one template.
  init(_ pieces: [Piece]) {
    framed = .success(pieces)
    bare = .success(pieces.filter { !$0.isSpecial })
    room = pieces.reduce(0) { $0 + $1.specialCount }
  }

  /// A layout from its parts.
  init(framed: Result<[Piece], EncodingFault>, bare: Result<[Piece], EncodingFault>, room: Int) {
    self.framed = framed
    self.bare = bare
    self.room = room
  }

  /// The same layout with type 0 for all tokens.
  var withoutTypes: TextLayout {
    func plain(_ pieces: [Piece]) -> [Piece] { pieces.map { $0.ofType(0).cutOff(typeID: 0) } }
    return TextLayout(framed: framed.map(plain), bare: bare.map(plain), room: room)
  }
}
