/// Formats for estimates and other figures whose last digits do not matter.
extension Figures {
  /// A count: `9999` as it is, `23 thousand`, `22.7 million`.
  package static func roughCount(_ count: Int) -> String {
    switch count {
    case ..<10_000: "\(count)"
    case ..<1_000_000: "\((count + 500) / 1000) thousand"
    default: "\(Double((count + 50_000) / 100_000) / 10) million"
    }
  }

  /// A span of time of at least a second: `42 s`, `3 min`, `2 h 5 min`; `-` for one that is not finite or over 30
  /// years.
  package static func roughDuration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "-" }
    let whole = Int(max(1, seconds).rounded(.up))
    switch whole {
    case ..<100: return "\(whole) s"
    case ..<6000: return "\((whole + 30) / 60) min"
    default: return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
  }

  /// A count of bytes: `87 MB`, `1.2 GB`.
  package static func roughBytes(_ count: Int) -> String {
    count < 1_000_000_000
      ? "\(max(1, (count + 500_000) / 1_000_000)) MB" : "\(Double((count + 50_000_000) / 100_000_000) / 10) GB"
  }
}
