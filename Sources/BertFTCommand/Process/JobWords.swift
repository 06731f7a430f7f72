import BertFT
import BertStorage
import Foundation

/// The words of a command line, in which the options of a job replace `--job FILE --index N`.
enum JobWords {
  /// The commands that take a job, each with the member of the job's object that is the command's argument.
  private static let arguments = [
    "train": "data", "tune": "data", "compare": "data", "embed": "data", "adapt": "corpus", "distill": "corpus",
  ]

  /// Replaces the two options by those of the job.
  ///
  /// - Parameter words: The words after the program's name. They are returned unchanged for other commands, and where
  ///   one of the two options is missing or repeated, which the parser refuses.
  /// - Throws: `CommandFailure` for a file that cannot be read, a line that is not a job, and an option given twice.
  static func expanded(_ words: [String]) throws(CommandFailure) -> [String] {
    guard let command = words.first, let argument = arguments[command] else { return words }
    var rest = Array(words.dropFirst())
    let file = take("--job", &rest), index = take("--index", &rest)
    guard let file, let index else { return words }
    guard let number = Int(index), number >= 0 else {
      throw CommandFailure(.usage, "--index is a line of the file, from 0, not '\(index)'")
    }
    let job = try members(file, line: number)
    let place = "\(file):\(number + 1)"
    var own: [String] = []
    for (name, value) in job {
      // embed has an option --index of its own, which only the job can give: on the command line it names the job.
      guard !name.isEmpty, name != "job", name != "index" || command == "embed", name.utf8.allSatisfy(isOfName) else {
        throw CommandFailure(.badData, "\(place): \(QuotedName(name)) is no name of an option")
      }
      guard !rest.prefix(while: { $0 != "--" }).contains(where: { $0 == "--\(name)" || $0.hasPrefix("--\(name)=") })
      else {
        throw CommandFailure(
          .usage, "--\(name) is in \(place) and in the command line", remedy: "Leave it out of one of them.")
      }
      guard let values = values(of: value) else {
        throw CommandFailure(
          .badData, "\(place): \(QuotedName(name)) is no text, number, true, false, or list of texts and numbers")
      }
      let flag = "--\(name)"
      own += name == argument ? values : values.map { value.bool == nil ? "\(flag)=\($0)" : flag }
    }
    return [command] + own + rest
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || byte == UInt8(ascii: "-")
  }

  /// The values of an option: one empty value for `true`, none for `false`; nil for a value that no option takes.
  private static func values(of value: JSONValue) -> [String]? {
    switch value {
    case .bool(let isGiven): isGiven ? [""] : []
    case .string(let text): [text]
    case .integer, .double: [value.line]
    case .array(let elements):
      elements.allSatisfy { $0.string != nil || $0.number != nil }
        ? elements.compactMap(values(of:)).flatMap { $0 } : nil
    default: nil
    }
  }

  /// The members of the object of a line.
  ///
  /// - Parameter line: The number of the line, from 0.
  private static func members(_ file: String, line: Int) throws(CommandFailure) -> [(key: String, value: JSONValue)] {
    let data: Data
    do {
      data = try FileSystem.read(URL(fileURLWithPath: file))
    } catch {
      throw CommandFailure(error)
    }
    var lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    guard line < lines.count else {
      throw CommandFailure(.usage, "--index \(line): \(file) has \(Figures.count(lines.count, "line")), counted from 0")
    }
    let place = "\(file):\(line + 1)"
    guard String(validating: lines[line], as: UTF8.self) != nil else {
      throw CommandFailure(.badData, "\(place): this line is not UTF-8")
    }
    let value: JSONValue
    do {
      value = try JSONValue(parsing: Array(lines[line]))
    } catch {
      throw CommandFailure(.badData, "\(place), byte \(error.offset + 1): \(error.reason)")
    }
    guard let members = value.members else {
      throw CommandFailure(.badData, "\(place): this line is no JSON object with the options of a job")
    }
    return members
  }

  /// Removes an option and its value from the words; nil where it is missing, repeated or without a value.
  private static func take(_ name: String, _ words: inout [String]) -> String? {
    let end = words.firstIndex(of: "--") ?? words.count
    let places = words[..<end].indices.filter { words[$0] == name || words[$0].hasPrefix(name + "=") }
    guard places.count == 1, let place = places.first else { return nil }
    let word = words[place]
    if word != name {
      words.remove(at: place)
      return String(word.dropFirst(name.count + 1))
    }
    guard place + 1 < end else { return nil }
    let value = words[place + 1]
    words.removeSubrange(place...(place + 1))
    return value
  }
}
