extension [String] {
  /// An earlier note and these notes joined in one line; nil without any.
  func note(after first: String?) -> String? {
    let all = (first.map { [$0] } ?? []) + self
    return all.isEmpty ? nil : all.joined(separator: "; ")
  }
}
