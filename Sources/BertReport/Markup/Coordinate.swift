/// How coordinates in a drawing are written.
enum Coordinate {
  /// To a hundredth of a pixel, without zeros at the end; `0` for a number that is not finite.
  static func text(_ value: Double) -> String {
    let hundredths = (value * 100).rounded()
    guard hundredths.isFinite, abs(hundredths) < 1e12 else { return "0" }
    let whole = Int(hundredths)
    let sign = whole < 0 ? "-" : ""
    let (pixels, rest) = whole.magnitude.quotientAndRemainder(dividingBy: 100)
    if rest == 0 { return sign + String(pixels) }
    let digits = rest < 10 ? "0\(rest)" : "\(rest)"
    return sign + "\(pixels)." + (rest.isMultiple(of: 10) ? String(digits.dropLast()) : digits)
  }
}
