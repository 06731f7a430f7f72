import BertStorage

/// What several post-processors make of a text or a pair, one after the other, as the `tokenizers` crate has it: each is
/// given the parts that the one before has left, a text or a pair at first.
struct TemplateChain {
  typealias Piece = SpecialTokensTemplate.Piece

  /// A post-processor that puts special tokens.
  enum Step {
    /// Lays one part or two out by its templates; each piece of a template is a part for the next.
    case template(single: [Piece], pair: [Piece])
    /// Frames the first part by `cls` and `sep`, ends every other one by `sep`.
    case bert(cls: (token: String, id: Int32), sep: (token: String, id: Int32))
    /// Frames the first part by `cls` and `sep`, every other one by `sep` and `sep`; all types become 0.
    case roberta(cls: (token: String, id: Int32), sep: (token: String, id: Int32))
  }

  /// A way to apply the steps: to a text or a pair, with special tokens or without.
  private struct Course {
    var parts: [[Piece]]
    var hasSpecials: Bool

    init(isPair: Bool, hasSpecials: Bool) {
      parts = isPair ? [[.first(typeID: 0)], [.second(typeID: 1)]] : [[.first(typeID: 0)]]
      self.hasSpecials = hasSpecials
    }

    /// A part with another type. The frames of windows that are cut off would keep theirs.
    private static func part(_ part: [Piece], ofType typeID: Int32) throws(Failure) -> [Piece] {
      guard part.allSatisfy({ !$0.isSpecial || $0.typeID == typeID }) else { throw .retypedFrame }
      return part.map { $0.ofType(typeID) }
    }

    /// - Throws: the reason why the reference fails here.
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

  /// Why steps are not joined into one template.
  enum Failure: Error {
    /// A template was to lay out so many parts.
    case parts(Int)
    /// A template gives the frame around a text another type.
    case retypedFrame

    /// What is wrong, for an error's line.
    var reason: String {
      switch self {
      case .parts(let count):
        "a TemplateProcessing follows one that leaves \(Counted(count, "part")); the reference lays out one or two"
      case .retypedFrame:
        "a TemplateProcessing changes the types of tokens that an earlier processor put; this is not supported"
      }
    }
  }

  /// Joins the steps into one template.
  ///
  /// - Throws: where the reference fails at every text, and where a template cannot say what it does.
  static func template(of steps: [Step]) throws(Failure) -> SpecialTokensTemplate {
    SpecialTokensTemplate(single: try layout(of: steps, isPair: false), pair: try layout(of: steps, isPair: true))
  }

  private static func layout(of steps: [Step], isPair: Bool) throws(Failure) -> TextLayout {
    var room = 0
    for step in steps {
      // Truncation leaves room for what each step puts around a text or a pair, however many parts it is given.
      switch step {
      case .template(let single, let pair): room += TextLayout(isPair ? pair : single).room
      case .bert: room += isPair ? 3 : 2
      case .roberta: room += isPair ? 4 : 2
      }
    }
    let framed = try pieces(of: steps, Course(isPair: isPair, hasSpecials: true))
    if !isPair, case .failure(.notLaidOut(let count, _)) = framed { throw .parts(count) }
    return TextLayout(
      framed: framed, bare: try pieces(of: steps, Course(isPair: isPair, hasSpecials: false)), room: room)
  }

  /// What the steps make of a text or a pair, or the number of parts that one of them cannot lay out.
  private static func pieces(
    of steps: [Step], _ start: Course
  ) throws(Failure) -> Result<[Piece], EncodingFault> {
    var course = start
    for step in steps {
      do throws(Failure) {
        try course.apply(step)
      } catch .parts(let count) {
        return .failure(.notLaidOut(parts: count, isPair: start.parts.count == 2))
      }
    }
    return .success(course.parts.flatMap(\.self))
  }
}
