/// What is odd about a vocabulary's entries, gathered into a line for each kind.
struct VocabularyFindings {
  /// A number of cases, of which the first few are shown.
  private struct Kind {
    var count = 0
    var examples: [String] = []

    mutating func note(_ example: @autoclosure () -> String) {
      count += 1
      if examples.count < 3 { examples.append(example()) }
    }

    var list: String { examples.joined(separator: ", ") + (count > examples.count ? ", …" : "") }
  }

  private var repeated = Kind()
  private var shared = Kind()

  /// A spelling stands again; with another id it is worth telling. Blank lines are told apart.
  mutating func noteRepeated(_ spelling: [UInt8], from former: Int, to id: Int) {
    guard former != id, !spelling.isEmpty else { return }
    repeated.note("\(Self.quoted(spelling[...])) (id \(id), not \(former))")
  }

  /// A spelling's id serves another one too.
  mutating func noteShared(_ spelling: ArraySlice<UInt8>, id: Int) {
    shared.note("\(Self.quoted(spelling)) (id \(id))")
  }

  /// One line a kind.
  func warnings(file: String) -> [String] {
    var warnings: [String] = []
    if repeated.count > 0 {
      warnings.append(
        "\(file): \(Self.words(repeated.count, "appears", "appear")) more than once, and the last one counts: \(repeated.list)"
      )
    }
    if shared.count > 0 {
      warnings.append(
        "\(file): \(Self.words(shared.count, "shares its", "share their")) id with another word: \(shared.list)")
    }
    return warnings
  }

  private static func words(_ count: Int, _ one: String, _ many: String) -> String {
    count == 1 ? "a word \(one)" : "\(count) words \(many)"
  }

  private static func quoted(_ spelling: ArraySlice<UInt8>) -> String {
    let text = String(decoding: spelling, as: UTF8.self)
    return "\"\(text.count > 40 ? text.prefix(40) + "…" : text[...])\""
  }
}
