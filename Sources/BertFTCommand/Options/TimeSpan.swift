import ArgumentParser

/// A span of time as people write it: `90s`, `10m`, `1h`, `1h30m`.
struct TimeSpan: ExpressibleByArgument {
  let seconds: Double

  private static let units: [(name: Character, seconds: Double)] = [("h", 3600), ("m", 60), ("s", 1)]

  init?(argument: String) {
    var rest = argument[...], units = Self.units[...], total = 0.0
    while !rest.isEmpty {
      // Each unit once, the larger before the smaller.
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      guard digits.count <= 9, let number = Double(digits), let name = rest.popFirst(),
        let place = units.firstIndex(where: { $0.name == name })
      else { return nil }
      total += number * units[place].seconds
      units = units[(place + 1)...]
    }
    guard total > 0, total < 1e9 else { return nil }
    seconds = total
  }
}
