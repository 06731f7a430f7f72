public import BertData
import BertStorage

/// Texts without labels of the domain that the labelled ones are of, to learn from beside them.
public struct UnlabelledTexts: Sendable {
  /// The texts; none is among the labelled ones.
  public let texts: [Example]
  /// Texts that were left out, because they are labelled.
  public let leftOut: Int
  /// SHA-256 of the file of the texts, where it is known.
  public var fileSHA256: String?

  /// Takes texts, and leaves out those that are labelled, because the run already learns from these or is judged on
  /// them.
  ///
  /// - Parameters:
  ///   - texts: The texts; their labels are ignored.
  ///   - labelled: The rows that the run learns from and is judged on.
  /// - Throws: ``TuningError/unlabelledUnfit(reason:remedy:)`` where fewer than two are left.
  public init(_ texts: [Example], leavingOut labelled: some Sequence<Example>) throws(TuningError) {
    func key(_ row: Example) -> [[UInt8]] { [Array(row.text.utf8)] + (row.pair.map { [Array($0.utf8)] } ?? []) }
    let known = Set(labelled.map(key))
    self.texts = texts.filter { !known.contains(key($0)) }
    leftOut = texts.count - self.texts.count
    guard self.texts.count > 1 else {
      let found =
        switch (self.texts.isEmpty, leftOut > 0) {
        case (true, false): "there are no texts without labels"
        case (true, true): "all texts without labels are among the labelled ones"
        case (false, false): "there is only one text without a label"
        case (false, true): "only one of the texts without labels is not among the labelled ones"
        }
      throw .unlabelledUnfit(reason: found + ", and learning from them needs two", remedy: "give more of them")
    }
  }
}

extension UnlabelledTexts {
  /// The number of texts that were left out, in words; nil for none.
  func note(file: String) -> Wording? {
    guard leftOut > 0 else { return nil }
    return "\(file): \(Figures.count(leftOut, "text is", "texts are")) labelled already, and left out"
  }
}
