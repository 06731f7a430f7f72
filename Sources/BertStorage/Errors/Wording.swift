/// A message in two wordings: one for callers of the library, one for the command line.
///
/// They differ where a message names an option, which is a property in the library and a flag on the command line:
/// `"name it with \(option: "label-column")"` is `name it with the option label-column` and `name it with
/// --label-column`.
package struct Wording: Sendable, Equatable {
  /// The message of the library.
  package private(set) var plain: String
  /// The message of the command line.
  package private(set) var commandLine: String

  /// A message that is the same for both.
  package init(_ text: String) {
    plain = text
    commandLine = text
  }
}

extension Wording: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) { self.init(value) }

  package init(stringInterpolation: Parts) { self = stringInterpolation.wording }

  /// Builds a message from the parts of a string literal.
  package struct Parts: StringInterpolationProtocol {
    fileprivate var wording = Wording("")

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ literal: String) { append(literal, literal) }

    /// A value that is the same for both.
    package mutating func appendInterpolation(_ value: some Any) { appendLiteral("\(value)") }

    /// A message within the message: its plain wording in the plain one, its command-line wording in the other.
    package mutating func appendInterpolation(_ message: some Worded) {
      append(message.wording.plain, message.wording.commandLine)
    }

    /// A different text for each; without `library`, users of the library read nothing here.
    package mutating func appendInterpolation(library: String = "", command: Wording) {
      append(library, command.commandLine)
    }

    /// An option as the subject of a message, before its value: `labels` and `--labels`.
    package mutating func appendInterpolation(name: String) { append(name, "--" + name) }

    /// An option within a sentence: `the option labels` and `--labels`.
    package mutating func appendInterpolation(option: String) { append("the option " + option, "--" + option) }

    /// An option with a value: `the option labels (a,b)` and `--labels a,b`.
    package mutating func appendInterpolation(option: String, _ value: String) {
      append("the option \(option) (\(value))", "--\(option) \(value)")
    }

    /// Several options: `the options host and port`, `--host and --port`.
    ///
    /// - Parameter conjunction: What stands between the last two.
    package mutating func appendInterpolation(options: [String], _ conjunction: String) {
      let flags = options.map { "--" + $0 }
      append("the options " + Self.list(options, conjunction), Self.list(flags, conjunction))
    }

    private mutating func append(_ plain: String, _ commandLine: String) {
      wording.plain += plain
      wording.commandLine += commandLine
    }

    private static func list(_ items: [String], _ conjunction: String) -> String {
      guard items.count > 1, let last = items.last else { return items.first ?? "" }
      return items.dropLast().joined(separator: ", ") + " \(conjunction) " + last
    }
  }
}

extension Wording: Worded {
  package var wording: Wording { self }
}

extension Sequence<Wording> {
  /// The messages in one, with a separator between each two.
  package func joined(separator: String) -> Wording {
    reduce(into: nil as Wording?) { whole, next in whole = whole.map { "\($0)\(separator)\(next)" } ?? next } ?? ""
  }
}
