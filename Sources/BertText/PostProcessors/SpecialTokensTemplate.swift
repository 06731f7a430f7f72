/// The special tokens around a text or a pair of texts.
struct SpecialTokensTemplate: Sendable, Equatable {
  /// One part of a template, in order.
  enum Piece: Sendable, Equatable {
    /// Special tokens; `isMarked` says whether the mask of special tokens marks them.
    case special(ids: [Int32], tokens: [String], typeID: Int32, isMarked: Bool = true)
    /// The first text; `cutOffTypeID` is the type of its overflowing windows.
    case first(typeID: Int32, cutOffTypeID: Int32 = 0)
    /// The second text.
    case second(typeID: Int32, cutOffTypeID: Int32 = 1)
  }

  /// The layout of one text; it has no `second`.
  var single: TextLayout
  /// The layout of a pair.
  var pair: TextLayout

  /// A template from its layouts.
  init(single: TextLayout, pair: TextLayout) {
    self.single = single
    self.pair = pair
  }

  /// A template from its pieces.
  init(single: [Piece], pair: [Piece]) { self.init(single: TextLayout(single), pair: TextLayout(pair)) }

  /// No special tokens: the template of a tokenizer without a post-processor.
  static let plain = SpecialTokensTemplate(
    single: [.first(typeID: 0)], pair: [.first(typeID: 0), .second(typeID: 1)])

  /// BERT's template: `[CLS] A [SEP]` and `[CLS] A [SEP] B [SEP]`; the second text and its `[SEP]` have type 1.
  static func bert(cls: (token: String, id: Int32), sep: (token: String, id: Int32)) -> SpecialTokensTemplate {
    let begin = Piece.special(ids: [cls.id], tokens: [cls.token], typeID: 0)
    func end(_ typeID: Int32) -> Piece { .special(ids: [sep.id], tokens: [sep.token], typeID: typeID) }
    return SpecialTokensTemplate(
      single: [begin, .first(typeID: 0), end(0)],
      pair: [begin, .first(typeID: 0), end(0), .second(typeID: 1), end(1)])
  }

  /// RoBERTa's template: `<s> A </s>` and `<s> A </s></s> B </s>`, all of type 0.
  static func roberta(cls: (token: String, id: Int32), sep: (token: String, id: Int32)) -> SpecialTokensTemplate {
    let begin = Piece.special(ids: [cls.id], tokens: [cls.token], typeID: 0)
    let end = Piece.special(ids: [sep.id], tokens: [sep.token], typeID: 0)
    return SpecialTokensTemplate(
      single: [begin, .first(typeID: 0), end],
      pair: [begin, .first(typeID: 0), end, end, .second(typeID: 0), end])
  }

  /// The same template with type 0 for all tokens.
  var withoutTypes: SpecialTokensTemplate {
    SpecialTokensTemplate(single: single.withoutTypes, pair: pair.withoutTypes)
  }

  /// The layout of a text, or of a pair.
  func layout(isPair: Bool) -> TextLayout { isPair ? pair : single }
}
