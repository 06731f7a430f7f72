/// How a text, or a pair of texts, is laid out.
struct TextLayout: Sendable, Equatable {
  typealias Piece = SpecialTokensTemplate.Piece

  /// The texts and the special tokens, or why they cannot be laid out.
  var framed: Result<[Piece], EncodingFault>
  /// The texts where special tokens are left out. Post-processors in a sequence may give them other types or another
  /// order then.
  var bare: Result<[Piece], EncodingFault>
  /// How many special tokens truncation leaves room for. Post-processors in a sequence may put more.
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

  /// The same layout, in which everything is of type 0.
  var withoutTypes: TextLayout {
    func plain(_ pieces: [Piece]) -> [Piece] { pieces.map { $0.ofType(0).cutOff(typeID: 0) } }
    return TextLayout(framed: framed.map(plain), bare: bare.map(plain), room: room)
  }
}
