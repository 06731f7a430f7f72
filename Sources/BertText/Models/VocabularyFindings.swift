/// Oddities of a vocabulary's entries, collected for one warning of each kind.
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

  /// Notes a spelling that occurs again with another id. Blank lines have a warning of their own elsewhere.
  mutating func noteRepeated(_ spelling: [UInt8], from former: Int, to id: Int) {
    guard former != id, !spelling.isEmpty else { return }
    repeated.note("\(Self.quoted(spelling[...])) (id \(id), not \(former))")
  }

  /// Notes a spelling that shares its id with another one.
  mutating func noteShared(_ spelling: ArraySlice<UInt8>, id: Int) {
    shared.note("\(Self.quoted(spelling)) (id \(id))")
  }

  /// One line for each kind that occurred.
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
