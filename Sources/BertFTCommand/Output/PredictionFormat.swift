import ArgumentParser

/// The form in which predictions are written.
enum PredictionFormat: String, ExpressibleByArgument, CaseIterable {
  /// One JSON object a line.
  case jsonl
  /// RFC 4180 with a header.
  case csv
  /// Tabs between the fields and a header; tab, line feed, carriage return and backslash in a text are written `\t`, `\n`,
  /// `\r`, `\\`, so that every row is a line.
  case tsv

  /// A row of fields as a line.
  func line(_ fields: [String]) -> String {
    switch self {
    case .jsonl, .csv: fields.map(Self.quoted).joined(separator: ",")
    case .tsv: fields.map(Self.escaped).joined(separator: "\t")
    }
  }

  private static func quoted(_ field: String) -> String {
    // By scalars, because "\r\n" is one Character of Swift, which is neither "\r" nor "\n".
    let special: Set<Unicode.Scalar> = [",", "\"", "\n", "\r"]
    guard field.unicodeScalars.contains(where: special.contains) else { return field }
    var text = "\""
    for scalar in field.unicodeScalars {
      if scalar == "\"" { text += "\"" }
      text.unicodeScalars.append(scalar)
    }
    return text + "\""
  }

  private static func escaped(_ field: String) -> String {
    var text = ""
    for scalar in field.unicodeScalars {
      switch scalar {
      case "\t": text += "\\t"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\\": text += "\\\\"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
