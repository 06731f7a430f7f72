import BertStorage
import Foundation

/// Formats figures for people, the same in every locale.
package enum Figures {
  /// A number with a fixed count of decimals; `-` where it is not finite.
  package static func fixed(_ value: Double, _ decimals: Int) -> String {
    value.isFinite ? String(format: "%.\(decimals)f", value) : "-"
  }

  /// A share, 0 ... 1, as a percentage with one decimal: `12.3 %`.
  package static func percent(_ value: Double) -> String { fixed(value * 100, 1) + " %" }

  /// A count of bytes: `86.7 MB`.
  package static func bytes(_ count: Int) -> String {
    var value = Double(count)
    var unit = "B"
    for next in ["kB", "MB", "GB", "TB"] where value >= 1000 {
      value /= 1000
      unit = next
    }
    return unit == "B" ? "\(count) B" : fixed(value, value < 10 ? 2 : 1) + " " + unit
  }

  /// A span of time: `42 s`, `3 min 07 s`, `2 h 05 min`.
  package static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "-" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min " + String(format: "%02d s", whole % 60) }
    return "\(whole / 3600) h " + String(format: "%02d min", whole / 60 % 60)
  }

  /// A learning rate or another small number: `2e-05`, `0.01`.
  package static func short(_ value: Double) -> String { String(format: "%g", value) }

  /// A count with a comma every three digits: `23,703`.
  package static func count(_ value: Int) -> String { Counted.digits(value) }

  /// A count with its noun: `1 row`, `23,703 rows`.
  package static func count(_ value: Int, _ one: String, _ many: String? = nil) -> String {
    Counted(value, one, many).description
  }
}
