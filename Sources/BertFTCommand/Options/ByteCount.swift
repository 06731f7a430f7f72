import ArgumentParser

/// A number of bytes as people write it: `800MB`, `1.5GB`, `2GiB`.
struct ByteCount: ExpressibleByArgument {
  let bytes: Int

  private static let units: [(suffix: String, bytes: Double)] = [
    ("kib", 1024), ("mib", 1_048_576), ("gib", 1_073_741_824), ("kb", 1e3), ("mb", 1e6), ("gb", 1e9), ("k", 1e3),
    ("m", 1e6),
    ("g", 1e9), ("b", 1),
  ]

  init?(argument: String) {
    let text = argument.lowercased()
    guard let unit = Self.units.first(where: { text.hasSuffix($0.suffix) }),
      let number = Double(text.dropLast(unit.suffix.count)), number > 0, number * unit.bytes < 1e18
    else { return nil }
    bytes = Int(number * unit.bytes)
  }
}
