import BertStorage

/// Several post-processors that run one after the other, as in the `tokenizers` crate: the first is given a text or a
/// pair, each other one the parts that the one before returns.
struct TemplateChain {
  typealias Piece = SpecialTokensTemplate.Piece

  /// A post-processor that adds special tokens.
  enum Step {
    /// Applies a template to one or two parts; each piece of the template is a part for the next step.
    case template(single: [Piece], pair: [Piece])
    /// Puts `cls` before and `sep` after the first part, and `sep` after each other part.
    case bert(cls: (token: String, id: Int32), sep: (token: String, id: Int32))
    /// Puts `cls` before and `sep` after the first part, and `sep` before and after each other part; all types become
    /// 0.
    case roberta(cls: (token: String, id: Int32), sep: (token: String, id: Int32))
  }

  /// The parts while the steps are applied to a text or a pair, with special tokens or without.
  private struct Parts {
    var parts: [[Piece]]
    var hasSpecials: Bool

    init(isPair: Bool, hasSpecials: Bool) {
      parts = isPair ? [[.first(typeID: 0)], [.second(typeID: 1)]] : [[.first(typeID: 0)]]
      self.hasSpecials = hasSpecials
    }

    /// A part with another type. Special tokens around overflowing windows would keep theirs in the reference, which a
    /// template cannot express.
    private static func part(_ part: [Piece], ofType typeID: Int32) throws(Failure) -> [Piece] {
      guard part.allSatisfy({ !$0.isSpecial || $0.typeID == typeID }) else { throw .retypedFrame }
      return part.map { $0.ofType(typeID) }
    }

    /// Applies a step to the parts.
    /// - Throws: `parts` where the reference fails, `retypedFrame` for a case that is not supported.
    mutating func apply(_ step: Step) throws(Failure) {
      switch step {
      case .template(let single, let pair):
        guard parts.count == 1 || parts.count == 2 else { throw .parts(parts.count) }
        var result: [[Piece]] = []
        for piece in parts.count == 1 ? single : pair {
          switch piece {
          case .first(let typeID, _): result.append(try Self.part(parts[0], ofType: typeID))
          case .second(let typeID, _): if parts.count == 2 { result.append(try Self.part(parts[1], ofType: typeID)) }
          case .special: if hasSpecials { result.append([piece]) }
          }
        }
        parts = result
      case .bert(let cls, let sep):
        guard hasSpecials else { return }
        for index in parts.indices {
          let end = Piece.special(ids: [sep.id], tokens: [sep.token], typeID: index == 0 ? 0 : 1)
          parts[index] = parts[index].map(\.unmarked) + [end]
          if index == 0 { parts[index].insert(.special(ids: [cls.id], tokens: [cls.token], typeID: 0), at: 0) }
        }
      case .roberta(let cls, let sep):
        let end = Piece.special(ids: [sep.id], tokens: [sep.token], typeID: 0)
        for index in parts.indices {
          parts[index] = parts[index].map { $0.ofType(0) }
          guard hasSpecials else { continue }
          let begin = index == 0 ? Piece.special(ids: [cls.id], tokens: [cls.token], typeID: 0) : end
          parts[index] = [begin] + parts[index].map { $0.unmarked.cutOff(typeID: 0) } + [end]
        }
      }
    }
  }

  /// Why the steps cannot be combined into one template.
  enum Failure: Error {
    /// A template is given this number of parts, and takes one or two.
    case parts(Int)
    /// A template changes the types of special tokens that an earlier step added.
    case retypedFrame

    /// What is wrong, for error messages.
    var reason: String {
      switch self {
      case .parts(let count):
        "a TemplateProcessing follows one that leaves \(Counted(count, "part")); a template takes one or two"
      case .retypedFrame:
        "a TemplateProcessing changes the types of tokens that an earlier processor added; this is not supported"
      }
    }
  }

  /// Combines the steps into one template.
  ///
  /// - Throws: `Failure` where the reference fails for every text, or where no template expresses what the reference
  ///   does.
  static func template(of steps: [Step]) throws(Failure) -> SpecialTokensTemplate {
    SpecialTokensTemplate(single: try layout(of: steps, isPair: false), pair: try layout(of: steps, isPair: true))
  }

  private static func layout(of steps: [Step], isPair: Bool) throws(Failure) -> TextLayout {
    var room = 0
    for step in steps {
      // Truncation leaves room for the tokens that each step adds to a text or a pair, however many parts it is given.
      switch step {
      case .template(let single, let pair): room += TextLayout(isPair ? pair : single).room
      case .bert: room += isPair ? 3 : 2
      case .roberta: room += isPair ? 4 : 2
      }
    }
    let framed = try pieces(of: steps, Parts(isPair: isPair, hasSpecials: true))
    if !isPair, case .failure(.notLaidOut(let count, _)) = framed { throw .parts(count) }
    return TextLayout(
      framed: framed, bare: try pieces(of: steps, Parts(isPair: isPair, hasSpecials: false)), room: room)
  }

  /// The pieces that the steps make of a text or a pair, or the number of parts to which a template cannot be applied.
  private static func pieces(
    of steps: [Step], _ start: Parts
  ) throws(Failure) -> Result<[Piece], EncodingFault> {
    var current = start
    for step in steps {
      do throws(Failure) {
        try current.apply(step)
      } catch .parts(let count) {
        return .failure(.notLaidOut(parts: count, isPair: start.parts.count == 2))
      }
    }
    return .success(current.parts.flatMap(\.self))
  }
}
