extension [String] {
  /// What was chosen, in one line behind what was said before; nil for nothing.
  func note(after first: String?) -> String? {
    let all = (first.map { [$0] } ?? []) + self
    return all.isEmpty ? nil : all.joined(separator: "; ")
  }
}
